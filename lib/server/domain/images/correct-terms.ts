import "server-only";
import { formatFilter, type QueryTerm } from "@/lib/contracts/image-query";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { isInScope, type Scope } from "@/lib/server/domain/images/view-conditions";
import { limit } from "@/lib/server/domain/lists/page";
import { plannedByValues } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Shorter words have too many neighbours. */
const MIN_CHARS = 4;
const MAX_CHARS = 40;
/** Looks through the words of this many images that share half of the word. */
const CANDIDATES = 500;
const PARTED = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\p{Nd}'’-]+$/u;

/**
 * The terms with each word that occurs nowhere replaced by the most frequent one that is a typing error away; null if
 * there is none. Only words that images visible to the actor contain. A typing error is one letter wrong, missing, too
 * many, or two swapped; it leaves one half of the word as it is, and that half is found by the index. For languages
 * that write words apart.
 */
export async function correctTerms(
  actor: Actor,
  scope: Scope,
  terms: readonly QueryTerm[],
): Promise<QueryTerm[] | null> {
  let hasChanged = false;
  const corrected = await Promise.all(
    terms.map(async (term) => {
      if (term.kind !== "word" || term.isNegated || !isCorrectable(term.text)) return term;
      const text = await findNear(actor, scope, term.text.toLowerCase());
      if (text === null) return term;
      hasChanged = true;
      return { ...term, text };
    }),
  );
  return hasChanged ? corrected : null;
}

function isCorrectable(text: string): boolean {
  return text.length >= MIN_CHARS && text.length <= MAX_CHARS && PARTED.test(text);
}

/** The closest word; null if the word itself occurs, or none is close. */
async function findNear(actor: Actor, scope: Scope, word: string): Promise<string | null> {
  const middle = Math.floor(word.length / 2);
  // Both halves, each also without the letter at the cut, where a letter may be wrong.
  const halves = [word.slice(0, middle), word.slice(middle + 1)].filter((half) => half.length >= 2);
  const isKept = scope.view !== "trash";
  const matches = halves.map((half) =>
    isKept
      ? Prisma.sql`search_grams(i."searchText") @> search_query_grams(${half})`
      : Prisma.sql`position(${half} IN i."searchText") > 0`,
  );
  const rows = await db.$queryRaw<{ word: string; count: number }[]>`${plannedByValues}
    SELECT word, count(*)::int AS count FROM (
      SELECT i."searchText" FROM "Image" i
      WHERE ${isInScope(actor, scope)} AND (${Prisma.join(matches, " OR ")}) ${limit(CANDIDATES)}
    ) texts, LATERAL regexp_split_to_table("searchText", '[][\\s.,;:!?(){}"“”„«»/|]+') AS word
    WHERE length(word) BETWEEN ${word.length - 1}::int AND ${word.length + 1}::int
    GROUP BY word`;
  if (rows.some((row) => row.word === word)) return null;
  const near = rows.filter((row) => isOneErrorApart(row.word, word));
  return near.toSorted((one, other) => other.count - one.count)[0]?.word ?? null;
}

/** Whether one letter is wrong, missing or too many, or two neighbours are swapped. */
export function isOneErrorApart(one: string, other: string): boolean {
  const [a, b] = [Array.from(one), Array.from(other)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const rest = (letters: string[], from: number) => letters.slice(from).join("");
  const isWrong = rest(a, start + 1) === rest(b, start + 1);
  const isMissing = rest(a, start) === rest(b, start + 1);
  const isTooMany = rest(a, start + 1) === rest(b, start);
  const isSwapped =
    a[start] === b[start + 1] &&
    a[start + 1] === b[start] &&
    rest(a, start + 2) === rest(b, start + 2);
  return one !== other && (isWrong || isMissing || isTooMany || isSwapped);
}

/** Terms as text that is read back as the same terms. */
export function sayTerms(terms: readonly QueryTerm[]): string {
  return terms.map((term) => (term.isNegated ? "-" : "") + sayTerm(term)).join(" ");
}

function sayTerm(term: QueryTerm): string {
  switch (term.kind) {
    case "word":
      return /\s/.test(term.text) ? `"${term.text}"` : term.text;
    case "by":
    case "model":
    case "tag":
    case "in":
      return formatFilter(term.kind, term.name);
    case "shape":
      return `shape:${term.width}:${term.height}`;
    case "size":
      return `size:${term.comparison}${term.edge}`;
    case "before":
    case "after":
      return `${term.kind}:${term.day}`;
    case "is":
    case "has":
      return `${term.kind}:${term.what}`;
  }
}
