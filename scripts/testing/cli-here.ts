import { vi } from "vitest";
import { runCommand } from "../cli/program";
import type { Ran } from "./cli";

class Ended extends Error {
  constructor(readonly code: number) {
    super("the command has ended");
  }
}

/**
 * A command as `cli()` runs it, but in the test's own process and on its database, for to start one takes longer than most
 * commands. What a process is needed for, such as standard input, other settings or how it ends, is tried with `cli()`.
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
