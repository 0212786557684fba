import { launch } from "./launch/launch.mjs";

await launch("scripts/seed/main.ts");
