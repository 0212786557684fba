import "server-only";
import { secretPattern } from "../send/secret-forms";

const HIDDEN = "[hidden]";

/** Credential formats that relays print into their error messages. */
const CREDENTIALS: RegExp[] = [
  /\bBearer\s+[\w.~+/=-]{6,}/gi,
  // Asterisks: an upstream may have masked a part, but the rest is still part of a key.
  /\b(?:sk|pk|rk)[-_][\w*-]{8,}/gi,
  /\bkey-[\w-]{16,}/gi,
  /\bAIza[\w-]{20,}/g,
  /\bAKIA[A-Z0-9]{12,}/g,
  /(:\/\/)[^\s/@:"']+:[^\s/@"']+(?=@)/g,
  /([?&]key=)[^\s&"']{6,}/gi,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /((?:api[-_ ]?key|authorization|secret|token|password)["']?\s*[:=]\s*["']?)[^\s"',;)]{6,}/gi,
];

/** Addresses and names of private networks. */
const INTERNAL: RegExp[] = [
  /\b(?:10|127)(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\b(?:192\.168|169\.254)(?:\.\d{1,3}){2}(?::\d+)?\b/g,
  /\b172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}(?::\d+)?\b/g,
  /\b100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d{1,3}){2}(?::\d+)?\b/g,
  /\[?\b(?:f[cd][0-9a-f]{2}|fe80):[0-9a-f:]+\]?(?::\d+)?/gi,
  /(?:\[::1\]|(?<![\w:])::1|\blocalhost)(?::\d+)?\b/gi,
  // A host without a dot, such as a container name.
  /(?<=:\/\/(?:\[hidden\]@)?)[a-z][\w-]*(?::\d+)?(?=[/?#\s"')]|$)/gi,
  /\b[\w-]+(?:\.[\w-]+)*\.(?:internal|local|lan|svc|cluster|corp|intranet)(?:\.[\w-]+)*(?::\d+)?\b/gi,
];

const MAX_CHARS = 2_000;
/** How much is redacted before cutting, so that a secret across the cut is matched whole. */
const MAX_INPUT_CHARS = 8_000;

/**
 * Removes credentials, internal addresses and control characters from an upstream's text, before it is stored or shown.
 * @param secrets strings to hide in any encoding, such as the configured key (`secretPattern`)
 * @returns at most 2,000 characters of plain text; escape it for HTML
 */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let kept = hideSecrets(text.slice(0, MAX_INPUT_CHARS), secrets);
  // Inline images are noise to a reader.
  kept = kept.replace(/data:[\w+.-]*\/[\w+.-]*[^,\s]{0,60},[^\s)"'>]*/gi, "[picture]");
  kept = kept.replace(/[A-Za-z0-9+/]{200,}={0,2}/g, "[data]");
  for (const pattern of CREDENTIALS) {
    kept = kept.replace(pattern, (_whole, label: unknown) =>
      typeof label === "string" ? label + HIDDEN : HIDDEN,
    );
  }
  for (const pattern of INTERNAL) kept = kept.replace(pattern, "[internal address]");
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must go
  kept = kept.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "");
  kept = kept.trim();
  return kept.length <= MAX_CHARS ? kept : `${kept.slice(0, MAX_CHARS - 1)}…`;
}

/** Hides these secrets in any encoding; nothing else changes. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let kept = text;
  for (const secret of secrets) {
    const pattern = secretPattern(secret);
    if (pattern) kept = kept.replace(pattern, HIDDEN);
  }
  return kept;
}
