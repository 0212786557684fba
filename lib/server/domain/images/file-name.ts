import "server-only";
import { graphemesOf, takeGraphemes } from "@/lib/utils/graphemes";

const ENDINGS: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/heic": "heic",
};

/** What a file of this content type ends in, without the dot. */
export function endingOf(media: string): string {
  return ENDINGS[media] ?? "bin";
}

/** Most file systems take 255 bytes for a name; this leaves room for a date, an id and an ending. */
const STEM_MAX_BYTES = 180;
const STEM_MAX_CHARS = 60;

/**
 * "Old lighthouse, at night…" becomes "old-lighthouse-at-night"; letters of every script stay with their marks and joiners
 * (NFC), and emoji stay whole. Safe as a part of a file's name everywhere: no dots, slashes or control characters, at most
 * 60 characters and 180 bytes. `fallback` where nothing is left.
 */
export function toFileStem(name: string, fallback = "picture"): string {
  // Lower case can take a letter apart again ("İ").
  const text = name.normalize("NFC").toLowerCase().normalize("NFC");
  const words: string[] = [];
  let word = "";
  for (const grapheme of graphemesOf(text)) {
    const kept = keptOf(grapheme);
    if (kept === "" && word !== "") words.push(word);
    word = kept === "" ? "" : word + kept;
  }
  const stem = takeGraphemes(
    [...words, word].filter(Boolean).join("-"),
    STEM_MAX_CHARS,
    STEM_MAX_BYTES,
  );
  return stem.replace(/-$/, "") || fallback;
}

/** An emoji, a flag or a keycap, with whatever belongs to its sequence. */
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;
/** Signs that Unicode counts as pictographs and that nobody takes for a picture: ©, ®, ™, ‼ and the like. */
const PLAIN_SIGN = /^[\u00A9\u00AE\u2000-\u21FF]$/u;
/** What a letter may carry: marks, and the joiners that Persian, Hindi and Sinhala are written with. */
const NOT_OF_A_LETTER = /[^\p{Letter}\p{Number}\p{Mark}\u200C\u200D]+/gu;

/** What a file's name keeps of one character; nothing of a space, a sign or a mark that has lost its letter. */
function keptOf(grapheme: string): string {
  if (EMOJI.test(grapheme) && !PLAIN_SIGN.test(grapheme)) return grapheme.replace(/[#*]/gu, "");
  if (!/^[\p{Letter}\p{Number}]/u.test(grapheme)) return "";
  return grapheme.replace(NOT_OF_A_LETTER, "");
}

/**
 * The name of a file that somebody brings, as it is shown: without its folder, its ending and control characters, in NFC,
 * marks and joiners kept; at most 100 characters.
 */
export function cleanName(name: string): string {
  const last = name.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const stem = last
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(UNSEEN_IN_NAMES, "")
    .trim();
  return takeGraphemes(stem, 100, 1_000) || "picture";
}

/** Control and format characters, but for the joiners and for the tags that some flags are made of. */
const UNSEEN_IN_NAMES = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200D\u200C\u{E0020}-\u{E007F}])\p{Cf}/gu;
