import type { Command } from "commander";
import { type Answer, type CommonOptions, endWith, printAnswer } from "./answer";
import { withStudio } from "./studio";

type Configure = (command: Command) => Command;

/**
 * Adds a command with `--json`, printed result and exit code. It opens what it needs itself.
 * @param work the command, given its options and arguments; an error becomes one line
 */
export function addBareCommand<Options extends CommonOptions>(
  parent: Command,
  name: string,
  description: string,
  configure: Configure,
  work: (options: Options, operands: readonly string[]) => Promise<Answer>,
): void {
  const command = parent
    .command(name)
    .description(description)
    .option("--json", "print one JSON object and nothing else");
  configure(command).action(async () => {
    const options = command.opts<Options>();
    const answer = await work(options, command.args).catch((error: unknown) =>
      endWith(error, options),
    );
    await printAnswer(answer, options);
  });
}

/** Adds a command that runs with the database open and migrated. */
export function addCommand<Options extends CommonOptions>(
  parent: Command,
  name: string,
  description: string,
  configure: Configure,
  work: (options: Options) => Promise<Answer>,
): void {
  addBareCommand<Options>(parent, name, description, configure, (options) =>
    withStudio(() => work(options)),
  );
}
