import type { Command } from "commander";
import { type Answer, type CommonOptions, endWith, printAnswer } from "./answer";
import { withStudio } from "./studio";

/**
 * Adds one command: `--json` on each, the studio's database open around it, its answer printed and its exit code set.
 *
 * @param work the command itself, with its parsed options; what it throws is said in a line
 */
export function addCommand<Options extends CommonOptions>(
  parent: Command,
  name: string,
  description: string,
  configure: (command: Command) => Command,
  work: (options: Options) => Promise<Answer>,
): void {
  const command = parent
    .command(name)
    .description(description)
    .option("--json", "print one JSON object and nothing else");
  configure(command).action(async (options: Options) => {
    const answer = await withStudio(() => work(options)).catch((error: unknown) =>
      endWith(error, options),
    );
    await printAnswer(answer, options);
  });
}
