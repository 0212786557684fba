import { launch } from "./launch/launch.mjs";
import { printStepsTo } from "./launch/steps.mjs";

// Standard output is a command's answer; that packages are being installed is for the other one.
printStepsTo(process.stderr);
await launch("scripts/cli/main.ts");
