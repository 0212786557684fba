import { AppError } from "@/lib/server/errors";
import { PROBLEMS } from "@/lib/contracts/problems";
import { errorMessage, explain } from "../setup/failure";

/** The result of a command. */
export interface Answer {
  /** The object printed with --json. */
  value: object;
  /** Lines for people, printed without --json. */
  lines: string[];
  /** Exit with 1 although the command worked: it found something wrong. */
  isFailure?: boolean;
}

export interface CommonOptions {
  json?: boolean;
}

/** Resolves once the text is written: `process.exit` does not wait for a pipe. */
function print(text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((resolve) => stream.write(`${text}\n`, () => resolve()));
}

/**
 * npm prints the script's name on standard output before the script starts. This tells users who pipe JSON why it
 * cannot be parsed.
 */
async function warnOfNpm(): Promise<void> {
  const { npm_lifecycle_event: script, npm_config_loglevel: level } = process.env;
  if (script !== "cli" || level === "silent" || process.stdout.isTTY) return;
  await print("npm printed its own lines before this object: use npm run -s cli.", process.stderr);
}

/** Prints an answer in the requested form and exits. */
export async function printAnswer(answer: Answer, { json }: CommonOptions): Promise<never> {
  if (json) await warnOfNpm();
  await print(json ? JSON.stringify(answer.value) : answer.lines.join("\n"));
  process.exit(answer.isFailure ? 1 : 0);
}

/** Prints `{"error": {code, message}}` on standard output. */
export async function printError(code: string, message: string): Promise<void> {
  await warnOfNpm();
  await print(JSON.stringify({ error: { code, message } }));
}

/** Prints an error (one line if a person can fix it, in full if it is our bug) and exits with 1. */
export async function endWith(error: unknown, { json }: CommonOptions): Promise<never> {
  const problem = error instanceof AppError ? error.code : null;
  const line = problem === null ? explain(error) : PROBLEMS[problem].title;
  if (json)
    await printError(
      problem ?? (line === undefined ? "internal" : "failure"),
      line ?? errorMessage(error),
    );
  else if (line === undefined) console.error(error);
  else await print(`✗ ${line}`, process.stderr);
  process.exit(1);
}
