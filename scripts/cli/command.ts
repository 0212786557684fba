import type { Command } from "commander";
import { type Answer, type CommonOptions, endWith, printAnswer } from "./answer";
import { withStudio } from "./studio";

type Configure = (command: Command) => Command;

/**
 * Adds one command: `--json` on each, its answer printed and its exit code set. It opens for itself what it needs.
 *
 * @param work the command itself, with its parsed options and what else stands on the line; what it throws is said in a line
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

/** Adds one command with the studio's database open around it, all migrations applied. */
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
