import "server-only";
import { PASSWORD_MIN_CHARS } from "@/lib/contracts/limits";
import { COMMON_PASSWORDS } from "@/lib/server/domain/accounts/common-passwords";
import { AppError } from "@/lib/server/errors";

/** Words that people extend with a year or an exclamation mark to reach the minimum length. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  `password passwort passw pass qwerty qwertz azerty letmein welcome willkommen bienvenue admin administrator root
  iloveyou monkey dragon master sunshine princess football baseball basketball superman batman shadow michael jennifer
  jordan hunter ranger buster soccer hockey george charlie andrew michelle jessica pepper ginger killer trustno
  access flower freedom whatever starwars computer internet secret login guest default changeme test tester testing
  hello hallo bonjour nihao woaini pentimento studio picture pictures image images spring summer autumn winter january
  february march april june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday london paris berlin beijing shanghai google facebook twitter youtube amazon apple microsoft samsung
  pokemon naruto minecraft fortnite arsenal chelsea liverpool barcelona juventus cheese cookie banana orange
  purple silver golden diamond forever lovely angel matrix mustang ferrari porsche mercedes yamaha harley`.split(
    /\s+/,
  ),
);

const SEQUENCES = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
];
const RUN_MIN_CHARS = 4;
const DISTINCT_MIN = 4;
/** How many characters must remain without runs, or without the user's own name. */
const REST_MIN_CHARS = 6;
const NAME_MIN_CHARS = 4;

/**
 * Refuses passwords that guessing tries first: common ones, plain or decorated; the user's own name or address with
 * little else; runs, repeats, and too few different characters. The schema checks the length.
 * @throws AppError `weak_password`
 */
export function refuseWeakPassword(
  password: string,
  person: { name: string; email: string },
  field = "password",
): void {
  const text = password.normalize("NFKC").toLowerCase();
  const isWeak =
    isCommon(text) || isMonotonous(text) || isMostlyRuns(text) || isMostlyOwnName(text, person);
  if (isWeak) throw new AppError("weak_password", { field });
}

function isCommon(text: string): boolean {
  const word = withoutDecoration(text);
  return (
    COMMON_PASSWORDS.has(text) ||
    COMMON_PASSWORDS.has(word) ||
    COMMON_WORDS.has(word) ||
    COMMON_WORDS.has(withoutDecoration(withoutLeet(text)))
  );
}

/** "!!password2024!" is "password". */
function withoutDecoration(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
}

/** "p@ssw0rd" is "password". */
function withoutLeet(text: string): string {
  const letters: Record<string, string> = {
    "@": "a",
    "4": "a",
    "0": "o",
    "3": "e",
    "1": "i",
    $: "s",
    "5": "s",
  };
  // Only inside the word: at its end, digits are more often a year than letters.
  return withoutDecoration(text).replace(/[@40315$]/g, (found) => letters[found] ?? found);
}

function isMonotonous(text: string): boolean {
  return new Set(text).size < DISTINCT_MIN || /^(.{1,5}?)\1+$/su.test(text);
}

function isMostlyRuns(text: string): boolean {
  return withoutRuns(text).length < REST_MIN_CHARS && withoutRuns(text) !== text;
}

function withoutRuns(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length;) {
    const length = runLengthAt(text, at);
    if (length >= RUN_MIN_CHARS) {
      at += length;
    } else {
      rest += text[at];
      at += 1;
    }
  }
  return rest;
}

/**
 * How many characters from here are the same, or follow one another, forwards or backwards, on the keyboard, in the
 * alphabet or in counting.
 */
function runLengthAt(text: string, at: number): number {
  const lengths = [stepLength(text, at, (a, b) => a === b)];
  for (const sequence of SEQUENCES) {
    lengths.push(stepLength(text, at, (a, b) => sequence.includes(a + b)));
    lengths.push(stepLength(text, at, (a, b) => sequence.includes(b + a)));
  }
  return Math.max(...lengths);
}

function stepLength(text: string, at: number, follows: (a: string, b: string) => boolean): number {
  let end = at + 1;
  while (end < text.length && follows(text[end - 1] ?? "", text[end] ?? "")) end += 1;
  return end - at;
}

function isMostlyOwnName(text: string, { name, email }: { name: string; email: string }): boolean {
  const own = [email, ...email.split(/[@._+-]/), name, ...name.split(/\s+/)]
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= NAME_MIN_CHARS && text.includes(part))
    .toSorted((a, b) => b.length - a.length);
  if (own.length === 0) return false;
  const rest = own.reduce((left, part) => left.replaceAll(part, ""), text);
  return rest.length < Math.max(REST_MIN_CHARS, PASSWORD_MIN_CHARS - NAME_MIN_CHARS);
}
