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

/** The file extension for a content type, without the dot; `bin` if unknown. */
export function endingOf(media: string): string {
  return ENDINGS[media] ?? "bin";
}

/** Most file systems allow 255 bytes; this leaves room for a date, an id and an extension. */
const STEM_MAX_BYTES = 180;
const STEM_MAX_CHARS = 60;

/**
 * "Old lighthouse, at night…" becomes "old-lighthouse-at-night". Keeps letters of every script with their marks and
 * joiners (NFC), and whole emoji. Safe in any file name: no dots, slashes or control characters, at most 60 characters
 * and 180 bytes. Returns `fallback` if nothing is left.
 */
export function toFileStem(name: string, fallback = "picture"): string {
  // Lower-casing can decompose a letter again ("İ").
  const text = name.normalize("NFC").toLowerCase().normalize("NFC");
  const words: string[] = [];
  let word = "";
  for (const grapheme of graphemesOf(text)) {
    const kept = keptPart(grapheme);
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

/** An emoji, a flag or a keycap, with the rest of its sequence. */
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;
/** Signs that Unicode classifies as pictographs but that are plain text: ©, ®, ™, ‼ and the like. */
const PLAIN_SIGN = /^[\u00A9\u00AE\u2000-\u21FF]$/u;
/** Everything but letters, digits, marks, and the joiners used in Persian, Hindi and Sinhala. */
const NOT_IN_WORDS = /[^\p{Letter}\p{Number}\p{Mark}\u200C\u200D]+/gu;

/** The part of one grapheme that a file name keeps; empty for spaces, signs and marks without a letter. */
function keptPart(grapheme: string): string {
  if (EMOJI.test(grapheme) && !PLAIN_SIGN.test(grapheme)) return grapheme.replace(/[#*]/gu, "");
  if (!/^[\p{Letter}\p{Number}]/u.test(grapheme)) return "";
  return grapheme.replace(NOT_IN_WORDS, "");
}

/**
 * An uploaded file's name for display: without folder, extension and control characters, in NFC, marks and joiners
 * kept; at most 100 characters.
 */
export function cleanName(name: string): string {
  const last = name.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const stem = last
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(INVISIBLE, "")
    .trim();
  return takeGraphemes(stem, 100, 1_000) || "picture";
}

/** Control and format characters, except joiners and the tag characters of some flags. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200D\u200C\u{E0020}-\u{E007F}])\p{Cf}/gu;
