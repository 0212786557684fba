import { launch } from "./launch/launch.mjs";

await launch("scripts/screenshots/main.ts");
