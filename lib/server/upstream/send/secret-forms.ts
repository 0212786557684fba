import "server-only";

/** Shorter strings occur by chance. */
const MIN_CHARS = 4;
const MIN_ENCODED_CHARS = 10;

/** White space, soft hyphens and zero-width characters between the characters of a "spaced" secret. */
const GAP = "[\\s\\u00ad\\u200b-\\u200d\\u2060\\ufeff]{0,3}";

const patterns = new Map<string, RegExp | null>();

/**
 * Matches a secret in text in any encoding: plain, with gaps, percent-encoded, with JSON escapes (`\u002d`, `\/`) or
 * HTML escapes (`&#45;`), in base64 (alone or inside longer data) and in hexadecimal. Null if it is too short to be a
 * secret.
 */
export function secretPattern(secret: string): RegExp | null {
  const known = patterns.get(secret);
  if (known !== undefined) return known;
  const forms = [
    [...secret].map(charForms).join(secret.length < MIN_ENCODED_CHARS ? "" : GAP),
    ...base64Forms(secret).map((form) => [...form].map(base64Char).join("")),
    ...hexForms(secret),
  ];
  const pattern = secret.length < MIN_CHARS ? null : new RegExp(forms.join("|"), "g");
  // There are few secrets; this bounds the cache of a long-lived process as keys change.
  if (patterns.size > 200) patterns.clear();
  patterns.set(secret, pattern);
  return pattern;
}

/** The byte strings to look for in a stream: plain, with JSON escapes as serializers write them, base64. */
export function secretNeedles(secret: string): Buffer[] {
  if (secret.length < MIN_CHARS) return [];
  // A serializer escapes every slash or none; the same holds for hyphens.
  const escapes = ["/", "\\/"].flatMap((slash) =>
    ["-", "\\u002d", "\\u002D"].map((hyphen) =>
      secret.replaceAll("-", hyphen).replaceAll("/", slash),
    ),
  );
  return [...new Set([secret, ...escapes, encodeURIComponent(secret), ...base64Forms(secret)])].map(
    (form) => Buffer.from(form),
  );
}

/** The part of the base64 that does not depend on the surrounding text: one form for each of the three alignments. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2]
    .map((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
      const whole = Math.floor(((offset + bytes.length) * 8) / 6);
      return encoded.slice(Math.ceil((offset * 8) / 6), whole);
    })
    .filter((form) => form.length >= MIN_ENCODED_CHARS);
}

function hexForms(secret: string): string[] {
  const hex = Buffer.from(secret).toString("hex");
  return hex.length < 2 * MIN_ENCODED_CHARS ? [] : [anyCase(hex)];
}

function charForms(char: string): string {
  const plain = char.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const code = char.codePointAt(0) ?? 0;
  if (code > 0xff) return plain;
  const hex = code.toString(16).padStart(2, "0");
  return `(?:\\\\{0,3}${plain}|\\\\{1,4}u00${anyCase(hex)}|%${anyCase(hex)}|&#(?:0{0,3}${code}|[xX]0{0,2}${anyCase(hex)});)`;
}

/** Also in the URL-safe alphabet, and with an escaped slash. */
function base64Char(char: string): string {
  if (char === "+") return "(?:\\+|-|%2[bB])";
  return char === "/" ? "(?:\\\\{0,3}\\/|_|%2[fF])" : char;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
