import { become } from "./launch/launch.mjs";

await become("scripts/start/main.ts", { withDevelopment: process.argv.includes("--dev") });
