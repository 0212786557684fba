"use client";

import { useQuery } from "@tanstack/react-query";
import { useNow } from "next-intl";
import { type Typing, typingIn } from "@/components/gallery/search/search-text";
import { useStudio } from "@/components/shell/use-studio";
import { collectionsQuery } from "@/lib/client/collection-queries";
import { tagsQuery } from "@/lib/client/tag-queries";
import { membersQuery } from "@/lib/client/workspace-queries";
import { FILTER_NAMES, type FilterName, formatFilter } from "@/lib/contracts/image-query";
import { SHAPES } from "@/lib/contracts/shapes";

export type Suggestion =
  /** The name of a filter, to be followed by a value. */
  | { kind: "name"; filter: FilterName; text: string }
  /** A whole filter. */
  | { kind: "filter"; filter: FilterName; value: string; text: string; count?: number };

const PER_FILTER = 6;
/** A word brings up at most this many filters. */
const FOR_WORD = 7;

/** What the menu of the search field offers for the text so far. */
export function useSuggestions(text: string, isOpen: boolean): Suggestion[] {
  const { models, workspace } = useStudio();
  const now = useNow();
  const members = useQuery({ ...membersQuery(workspace.id), enabled: isOpen });
  const tags = useQuery({ ...tagsQuery(), enabled: isOpen });
  const collections = useQuery({ ...collectionsQuery(), enabled: isOpen });
  if (!isOpen) return [];
  const year = now.getFullYear();
  const values: Record<FilterName, readonly string[]> = {
    by: ["me", ...(members.data?.members.map(({ name }) => name) ?? [])],
    model: models.map(({ id }) => id),
    shape: SHAPES,
    size: [">=1k", ">=2k", ">=4k"],
    before: [`${year}`, `${year - 1}`],
    after: [`${year}`, `${year - 1}`],
    tag: tags.data?.tags.map(({ name }) => name) ?? [],
    is: ["favourite", "picked", "upload"],
    in: collections.data?.collections.map(({ name }) => name) ?? [],
    has: ["parent"],
  };
  return suggest(typingIn(text), values).map((one) => {
    if (one.kind === "name" || one.filter !== "in") return one;
    const count = collections.data?.collections.find(({ name }) => name === one.value)?.count;
    return count === undefined ? one : { ...one, count };
  });
}

/** Filters that fit what is being typed. */
export function suggest(
  { filter, isNegated, part }: Typing,
  values: Record<FilterName, readonly string[]>,
): Suggestion[] {
  const minus = isNegated ? "-" : "";
  const wanted = part.toLocaleLowerCase();
  const valuesOf = (name: FilterName, isFitting: (value: string) => boolean): Suggestion[] =>
    values[name]
      .filter(isFitting)
      .slice(0, PER_FILTER)
      .map((value) => ({
        kind: "filter",
        filter: name,
        value,
        text: minus + formatFilter(name, value),
      }));
  if (filter !== null) {
    return valuesOf(filter, (value) => value.toLocaleLowerCase().includes(wanted));
  }
  const offered = FILTER_NAMES.filter((name) => values[name].length > 0);
  const names = offered
    .filter((name) => name.startsWith(wanted))
    .map((name): Suggestion => ({ kind: "name", filter: name, text: `${minus}${name}:` }));
  if (wanted === "") return names;
  const found = offered.flatMap((name) =>
    valuesOf(name, (value) =>
      value
        .toLocaleLowerCase()
        .split(/[\s-]+/u)
        .some((word) => word.startsWith(wanted)),
    ),
  );
  return [...names, ...found].slice(0, FOR_WORD);
}
