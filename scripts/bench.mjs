import { launch } from "./launch/launch.mjs";
import { printStepsTo } from "./launch/steps.mjs";

// Standard output is for the result, which --json makes a single object.
printStepsTo(process.stderr);
await launch("scripts/bench/main.ts");
