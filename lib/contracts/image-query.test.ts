import { expect, test } from "vitest";
import { formatFilter, parseImageQuery, QUERY_TERMS_MAX } from "./image-query";

/** Each term without its place in the text. */
const parsed = (text: string) =>
  parseImageQuery(text).map(({ isNegated, ...place }) => {
    const term = Object.fromEntries(
      Object.entries(place).filter(([key]) => key !== "start" && key !== "end"),
    );
    return isNegated ? { not: term } : term;
  });
const word = (text: string) => ({ kind: "word", text });

test.each([
  ["by:me", { kind: "by", name: "me" }],
  ['by:"Ada Lovelace"', { kind: "by", name: "Ada Lovelace" }],
  ["BY:小明", { kind: "by", name: "小明" }],
  ["model:gpt-image-2", { kind: "model", name: "gpt-image-2" }],
  ["shape:16:9", { kind: "shape", width: 16, height: 9 }],
  ["size:>=2k", { kind: "size", comparison: ">=", edge: 2048 }],
  ["size:<1024", { kind: "size", comparison: "<", edge: 1024 }],
  ["size:4K", { kind: "size", comparison: "=", edge: 4096 }],
  ["before:2026-11-01", { kind: "before", day: "2026-11-01" }],
  ["after:2026-11", { kind: "after", day: "2026-11-01" }],
  ["after:2025", { kind: "after", day: "2025-01-01" }],
  ["tag:poster", { kind: "tag", name: "poster" }],
  ["is:favourite", { kind: "is", what: "favourite" }],
  ["is:favorite", { kind: "is", what: "favourite" }],
  ["is:picked", { kind: "is", what: "picked" }],
  ["is:upload", { kind: "is", what: "upload" }],
  ['in:"Harbour fair"', { kind: "in", name: "Harbour fair" }],
  ["has:parent", { kind: "has", what: "parent" }],
])("%s is a filter", (text, term) => {
  expect(parsed(text)).toEqual([term]);
  expect(parsed(`-${text}`)).toEqual([{ not: term }]);
});

test.each([
  "lighthouse",
  "灯塔",
  "shape:wide",
  "shape:0:9",
  "size:big",
  "size:>=",
  "before:2026-13-01",
  "before:2026-02-30",
  "after:yesterday",
  "is:blue",
  "has:children",
  "colour:red",
  "12:30",
  "https://example.org/a",
  "well-known",
])("%s is a word", (text) => {
  expect(parsed(text)).toEqual([word(text)]);
});

test("words, phrases and filters mix, in any order", () => {
  expect(parsed('old -boat by:me "at dusk"  -"in rain" tag:night')).toEqual([
    word("old"),
    { not: word("boat") },
    { kind: "by", name: "me" },
    word("at dusk"),
    { not: word("in rain") },
    { kind: "tag", name: "night" },
  ]);
});

test.each(["", "   ", "-", '"', '""', '-""', "by:", 'by:""', "- -"])(
  "%j means nothing, or a word, and is no error",
  (text) => {
    for (const term of parseImageQuery(text)) expect(term.kind).toBe("word");
  },
);

test("a quote without its end goes on to the end", () => {
  expect(parsed('in:"Harbour fa')).toEqual([{ kind: "in", name: "Harbour fa" }]);
  expect(parsed('"at du')).toEqual([word("at du")]);
});

test("terms say where they are", () => {
  const text = "old  by:me";
  expect(parseImageQuery(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "old",
    "by:me",
  ]);
});

test("a long search is cut off", () => {
  expect(parseImageQuery("a ".repeat(100))).toHaveLength(QUERY_TERMS_MAX);
});

test("a filter is written so that it is read back", () => {
  for (const name of ["Harbour fair", "poster", 'a "quoted" one', "灯塔"]) {
    const plain = name.replaceAll('"', "");
    expect(parsed(formatFilter("in", name))).toEqual([{ kind: "in", name: plain }]);
  }
});
