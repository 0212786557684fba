import { launch } from "./launch/launch.mjs";

await launch("scripts/routes/main.ts");
