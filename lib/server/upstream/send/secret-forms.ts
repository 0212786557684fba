import "server-only";

/** Shorter strings occur by chance; longer ones do not. */
const MIN_CHARS = 4;
const MIN_ENCODED_CHARS = 10;

/** Blanks, soft hyphens and marks without width, as they come between the characters of a "spaced" secret. */
const GAP = "[\\s\\u00ad\\u200b-\\u200d\\u2060\\ufeff]{0,3}";

const patterns = new Map<string, RegExp | null>();

/**
 * Matches a secret in text however it is written: plain, with gaps, percent-encoded, with JSON's escapes (`\u002d`, `\/`) or HTML's
 * (`&#45;`), in base64 (by itself or inside something longer) and in hexadecimal. null for what is too short to be a secret.
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
  // Few secrets are ever asked for; this only keeps a long-lived process from growing with keys that came and went.
  if (patterns.size > 200) patterns.clear();
  patterns.set(secret, pattern);
  return pattern;
}

/** The byte strings by which a secret is known in a stream: plain, JSON's escapes as serializers write them, base64. */
export function secretNeedles(secret: string): Buffer[] {
  if (secret.length < MIN_CHARS) return [];
  // A serializer escapes every slash or none, and so with the hyphens.
  const escapes = ["/", "\\/"].flatMap((slash) =>
    ["-", "\\u002d", "\\u002D"].map((hyphen) =>
      secret.replaceAll("-", hyphen).replaceAll("/", slash),
    ),
  );
  return [...new Set([secret, ...escapes, encodeURIComponent(secret), ...base64Forms(secret)])].map(
    (form) => Buffer.from(form),
  );
}

/** What is the same in base64 wherever in a longer text the secret lies: one form for each of the three ways to line up. */
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

/** Also in the alphabet for addresses, and with an escaped slash. */
function base64Char(char: string): string {
  if (char === "+") return "(?:\\+|-|%2[bB])";
  return char === "/" ? "(?:\\\\{0,3}\\/|_|%2[fF])" : char;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
