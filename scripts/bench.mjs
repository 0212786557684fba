import { launch } from "./launch/launch.mjs";

await launch("scripts/bench/main.ts");
