import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { root } from "./root";

export interface Ran {
  /** Exit code; 1 if a signal ended it. */
  code: number;
  /** Both streams, interleaved in order of arrival. */
  output: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Ends the program; `run` then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with each line as it arrives. */
  onLine?: (line: string) => void;
}

/** Colours and cursor movements. */
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const escapes = /\u001B\[[\d;?]*[a-zA-Z]/g;

/** Runs a script from node_modules, or our own, with this Node and collects its output. */
export function run(script: string, args: string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...script.split(" "), ...args], {
      cwd: root,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      signal: options.signal,
    });
    let output = "";
    const listen = (stream: NodeJS.ReadableStream) => {
      const decoder = new StringDecoder("utf8");
      let rest = "";
      stream.on("data", (chunk: Buffer) => {
        const text = decoder.write(chunk).replaceAll(escapes, "");
        output += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line.trim()) options.onLine?.(line.trim());
      });
    };
    listen(child.stdout);
    listen(child.stderr);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
