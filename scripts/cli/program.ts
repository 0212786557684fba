import { Command, CommanderError } from "commander";
import { printError } from "./answer";
import { backupCommands } from "./backup";
import { doctorCommands } from "./doctor";
import { imageCommands } from "./images";
import { shareCommands } from "./share";
import { tokenCommands } from "./token";
import { upstreamCommands } from "./upstream";
import { userCommands } from "./user";
import { workspaceCommands } from "./workspace";

/** All commands; each noun has a file that adds its own. */
function makeProgram(): Command {
  const program = new Command("npm run -s cli --")
    .description("Administration commands, run on the studio's machine.")
    .showHelpAfterError("(add --help for usage)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "afterAll",
      "\nWithout -s npm prints the name of its script on standard output first, --json or not.",
    )
    .exitOverride();

  userCommands(program);
  tokenCommands(program);
  workspaceCommands(program);
  upstreamCommands(program);
  imageCommands(program);
  shareCommands(program);
  backupCommands(program);
  doctorCommands(program);
  return program;
}

/** Runs the command line and exits with its code. */
export async function runCommand(words: readonly string[]): Promise<void> {
  try {
    await makeProgram().parseAsync(words, { from: "user" });
  } catch (error) {
    // Commander has already printed its error or the requested help.
    if (!(error instanceof CommanderError)) throw error;
    const isAskedFor = error.exitCode === 0;
    if (!isAskedFor && words.includes("--json")) {
      await printError("usage", error.message.replace(/^error: /, ""));
    }
    process.exit(error.exitCode);
  }
}
