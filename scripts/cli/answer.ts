import { AppError } from "@/lib/server/errors";
import { PROBLEMS } from "@/lib/contracts/problems";
import { errorMessage, explain } from "../setup/failure";

/** What a command has to say. */
export interface Answer {
  /** With --json: the one object on standard output. */
  value: object;
  /** Without: lines for a person. */
  lines: string[];
  /** The exit code is 1, though the command itself went well: what it looked at is not as it should be. */
  isFailure?: boolean;
}

export interface CommonOptions {
  json?: boolean;
}

/** Resolves once it is handed to whoever reads: `process.exit` does not wait for a pipe. */
function print(text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((resolve) => stream.write(`${text}\n`, () => resolve()));
}

/**
 * npm prints the name of a script on standard output before the script begins, and nothing that the script does takes that
 * back. Whoever pipes an object on learns here why it cannot be read.
 */
async function warnOfNpm(): Promise<void> {
  const { npm_lifecycle_event: script, npm_config_loglevel: level } = process.env;
  if (script !== "cli" || level === "silent" || process.stdout.isTTY) return;
  await print("npm's own lines stand before this object: use npm run -s cli.", process.stderr);
}

/** Prints an answer in the form that was asked for, and ends with its exit code. */
export async function printAnswer(answer: Answer, { json }: CommonOptions): Promise<never> {
  if (json) await warnOfNpm();
  await print(json ? JSON.stringify(answer.value) : answer.lines.join("\n"));
  process.exit(answer.isFailure ? 1 : 0);
}

/** `{"error": {code, message}}` on standard output. */
export async function printError(code: string, message: string): Promise<void> {
  await warnOfNpm();
  await print(JSON.stringify({ error: { code, message } }));
}

/** Says what went wrong, in a line for what a person can mend and in full for a fault of ours, and ends with 1. */
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
