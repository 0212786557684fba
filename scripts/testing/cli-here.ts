import { vi } from "vitest";
import { runCommand } from "../cli/program";
import type { Ran } from "./cli";

class Ended extends Error {
  constructor(readonly code: number) {
    super("the command has ended");
  }
}

/**
 * Runs a command in the test's own process and database, because starting a process takes longer than most commands.
 * Use `cli()` where the process matters: standard input, other settings, exit codes.
 */
export async function cliHere(words: readonly string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const listen = (stream: NodeJS.WriteStream, keep: (text: string) => void) =>
    vi.spyOn(stream, "write").mockImplementation((text, ...rest: unknown[]) => {
      keep(text.toString());
      const done = rest.at(-1);
      if (typeof done === "function") done();
      return true;
    });
  const spies = [
    listen(process.stdout, (text) => (out += text)),
    listen(process.stderr, (text) => (err += text)),
    vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Ended(Number(code ?? 0));
    }),
  ];
  try {
    await runCommand(words);
    return { code: 0, out, err };
  } catch (error) {
    if (error instanceof Ended) return { code: error.code, out, err };
    throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
