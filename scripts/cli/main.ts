import { printStepsTo } from "../launch/steps.mjs";
import { runCommand } from "./program";

// `npm run cli -- …`: administration without a browser, while the app runs or is stopped.

printStepsTo(process.stderr);
await runCommand(process.argv.slice(2));
