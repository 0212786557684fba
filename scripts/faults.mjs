import { launch } from "./launch/launch.mjs";

await launch("scripts/faults/main.ts");
