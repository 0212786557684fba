import { launch } from "./launch/launch.mjs";

await launch("scripts/start/main.ts", {
  byMessage: true,
  withDevelopment: process.argv.includes("--dev"),
});
