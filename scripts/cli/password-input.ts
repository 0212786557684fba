import { text } from "node:stream/consumers";

/** A password from standard input, without the line break at its end. */
export async function passwordFromInput(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, "");
}
