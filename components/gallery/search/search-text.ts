import { FILTER_NAMES, type FilterName, parseImageQuery } from "@/lib/contracts/image-query";

/** A search as the field shows it: filters as chips, and the words. */
export type SearchText = { chips: string[]; text: string };

/** Splits a query. Its words keep their order. */
export function splitQuery(query: string): SearchText {
  return takeChips(query, () => true);
}

/** Filters followed by white space become chips while the user types. */
export function takeFinished(text: string): SearchText {
  return takeChips(text, (end) => /\s/u.test(text.charAt(end)));
}

function takeChips(text: string, isTaken: (end: number) => boolean): SearchText {
  const chips: string[] = [];
  let rest = "";
  let from = 0;
  for (const { kind, start, end } of parseImageQuery(text)) {
    if (kind === "word" || !isTaken(end)) continue;
    chips.push(text.slice(start, end));
    rest += text.slice(from, start);
    from = end;
  }
  rest += text.slice(from);
  return { chips, text: chips.length > 0 ? rest.replace(/\s+/gu, " ").trimStart() : text };
}

export function joinQuery({ chips, text }: SearchText): string {
  return [...chips, text.trim()].filter((part) => part !== "").join(" ");
}

/** What is being typed at the end of the text: a filter's value, or a word. */
export type Typing = { filter: FilterName | null; isNegated: boolean; part: string; start: number };

export function typingIn(text: string): Typing {
  const [whole = "", minus = "", name, quoted, plain] =
    /(-?)(?:([a-z]+):)?(?:"([^"]*)|([^\s":]*))$/iu.exec(text) ?? [];
  const filter = FILTER_NAMES.find((one) => one === name?.toLowerCase()) ?? null;
  const start = text.length - whole.length;
  return { filter, isNegated: minus !== "", part: quoted ?? plain ?? "", start };
}

/** The two parts of a chip: `by:` and `Mara`. */
export function chipParts(chip: string): { isNegated: boolean; name: string; value: string } {
  const isNegated = chip.startsWith("-");
  const text = isNegated ? chip.slice(1) : chip;
  const colon = text.indexOf(":");
  return {
    isNegated,
    name: text.slice(0, colon).toLowerCase(),
    value: text.slice(colon + 1).replaceAll('"', ""),
  };
}
