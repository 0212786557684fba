import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PROBLEMS } from "@/lib/contracts/problems";
import { LOCALES } from "@/lib/utils/locale";

const root = import.meta.dirname;
const files = readdirSync(path.join(root, "en")).filter((name) => name.endsWith(".json"));

/** Messages by their whole key: "days.today". */
function read(locale: string, file: string): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (value: unknown, key: string) => {
    if (typeof value === "string") flat.set(key, value);
    else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key ? `${key}.${name}` : name);
    }
  };
  walk(JSON.parse(readFileSync(path.join(root, locale, file), "utf8")), "");
  return flat;
}

/**
 * The names of a message's ICU arguments, with "select" where one chooses, and its tags: "count", "kind:select", "<b>".
 * Whether a number is written plainly or by plurals is each language's own matter.
 */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  for (const [, tag] of message.matchAll(/<(\w+)>/g)) found.add(`<${tag}>`);
  readMessage(message, 0, found);
  return [...found].toSorted();
}

/** Reads up to the end, or to the brace that closes a branch; gives where it stopped. */
function readMessage(text: string, start: number, found: Set<string>): number {
  let at = start;
  while (at < text.length && text[at] !== "}") {
    at = text[at] === "{" ? readArgument(text, at, found) : at + 1;
  }
  return at;
}

function readArgument(text: string, start: number, found: Set<string>): number {
  const head = /^\{\s*(\w+)\s*(?:,\s*(\w+)\s*)?/.exec(text.slice(start));
  if (!head) throw new Error(`not an argument: ${text.slice(start)}`);
  found.add(head[2] === "select" ? `${head[1]}:select` : `${head[1]}`);
  let at = start + head[0].length;
  while (at < text.length && text[at] !== "}") {
    at = text[at] === "{" ? readMessage(text, at + 1, found) + 1 : at + 1;
  }
  if (at >= text.length) throw new Error(`a brace is not closed: ${text}`);
  return at + 1;
}

test("the reader of arguments finds them in branches too, and no words", () => {
  expect(argumentsOf("{n, plural, one {One of {max}} other {# pictures}} <b>x</b>")).toEqual([
    "<b>",
    "max",
    "n",
  ]);
  expect(argumentsOf("{who, select, me {You} other {{name}}}")).toEqual(["name", "who:select"]);
  expect(() => argumentsOf("{n, plural, other {#}")).toThrow("not closed");
});

test("there are messages to compare", () => {
  expect(files.length).toBeGreaterThanOrEqual(4);
});

for (const locale of LOCALES) {
  test.each(files)(`${locale}/%s has the keys and arguments of English`, (file) => {
    expect(existsSync(path.join(root, locale, file))).toBe(true);
    const describe = (messages: Map<string, string>) =>
      Object.fromEntries([...messages].map(([key, text]) => [key, argumentsOf(text)]));
    expect(describe(read(locale, file))).toEqual(describe(read("en", file)));
  });

  test(`${locale} has a sentence for every problem`, () => {
    const sentences = read(locale, "problems.json");
    expect([...sentences.keys()].toSorted()).toEqual(
      [...Object.keys(PROBLEMS), "offline"].toSorted(),
    );
  });

  test.each(files)(`${locale}/%s has no empty message`, (file) => {
    for (const [key, text] of read(locale, file)) expect(text.trim(), key).not.toBe("");
  });
}
