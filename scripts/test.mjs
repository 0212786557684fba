import { launch } from "./launch/launch.mjs";

await launch("scripts/test/main.ts");
