import { launch } from "./launch/launch.mjs";
import { printStepsTo } from "./launch/steps.mjs";

// Standard output is for the command's answer; package installation reports on standard error.
printStepsTo(process.stderr);
await launch("scripts/cli/main.ts", { withDevelopment: false });
