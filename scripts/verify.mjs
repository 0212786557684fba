import { launch } from "./launch/launch.mjs";

await launch("scripts/verify/main.ts");
