import { printStepsTo } from "../launch/steps.mjs";
import { runCommand } from "./program";

// `npm run cli -- …`: what whoever holds the machine can do without a browser, with the studio running or stopped.

printStepsTo(process.stderr);
await runCommand(process.argv.slice(2));
