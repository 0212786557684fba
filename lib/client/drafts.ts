import { tabWorkspace } from "@/lib/client/workspace";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { ThreadId, TurnId, UserId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadVisibility } from "@/lib/contracts/threads";

/** The picture that a draft refines, and the turn that made it. */
export type DraftBase = { image: ImageView; turnId: TurnId; label: string };

/**
 * The target of a draft.
 * - `newest`: the newest picture of the path, which was `base` at the time
 * - `picture`: a chosen one
 * - `none`: text only
 * - `edit`: an earlier instruction, to be sent again with changes
 */
export type DraftTarget =
  | { kind: "newest"; base: DraftBase | null }
  | { kind: "picture"; base: DraftBase }
  | { kind: "none" }
  | { kind: "edit"; turnId: TurnId };

/**
 * Unsent text with its target. Stored in this browser per user and thread (per workspace for a new thread), so that a
 * reload loses nothing. Signing out deletes it; an expired session does not.
 */
export type Draft = {
  /** In the stored format of `mention-text`. */
  text: string;
  references: ImageView[];
  settings: TurnSettings | null;
  systemInstruction: string | null;
  /** Null in a new thread. */
  target: DraftTarget | null;
  /** For a new thread, if chosen. */
  visibility: ThreadVisibility | null;
  /** The draft before an earlier instruction was opened for editing. */
  aside: Omit<Draft, "aside"> | null;
};

export const NO_DRAFT: Draft = {
  text: "",
  references: [],
  settings: null,
  systemInstruction: null,
  target: null,
  visibility: null,
  aside: null,
};

/** Sent text and pictures without a reply yet. */
export type Unsent = Pick<Draft, "text" | "references" | "target">;

/** Storage key of a draft; `threadId` is null for a new thread. */
export type DraftScope = { userId: UserId; threadId: ThreadId | null };

const PREFIX = "pentimento.draft.";

export function draftKey({ userId, threadId }: DraftScope): string {
  return `${PREFIX}${userId}.${threadId ?? `new.${tabWorkspace()}`}`;
}

/** Null without a draft or without storage. */
export function loadDraft(scope: DraftScope): Draft | null {
  try {
    return parseDraft(localStorage.getItem(draftKey(scope)));
  } catch {
    return null;
  }
}

/** Parses a stored draft; null for anything else. */
export function parseDraft(stored: string | null): Draft | null {
  try {
    const value: unknown = JSON.parse(stored ?? "null");
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

/** Stores a draft and removes an empty one. Never throws: without storage the user can still type. */
export function saveDraft(scope: DraftScope, draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(draftKey(scope));
    else localStorage.setItem(draftKey(scope), JSON.stringify(draft));
  } catch {
    // Private window or full storage: the text is still on screen.
  }
}

/** Settings alone count only in a new thread, where nothing else stores them. */
function isEmpty({ text, references, settings, visibility, target, aside }: Draft): boolean {
  const isNew = target === null;
  if (text !== "" || references.length > 0 || aside !== null) return false;
  return !isNew || (settings === null && visibility === null);
}

/**
 * Joins pending sends with the current text, oldest first. Stored until the server replies and restored when it cannot
 * be reached. The result has the target of the first text.
 */
export function withUnsent<Written extends Unsent>(
  written: Written,
  unsent: readonly Unsent[],
): Written {
  const all = [...unsent, written];
  const texts = all.map(({ text }) => text).filter((text) => text.trim() !== "");
  const byId = new Map(all.flatMap(({ references }) => references).map((it) => [it.id, it]));
  return {
    ...written,
    text: unsent.length === 0 ? written.text : texts.join("\n\n"),
    references: [...byId.values()].slice(0, REFERENCES_MAX),
    target: (unsent[0] ?? written).target,
  };
}

/**
 * Removes sent text from a draft into which `withUnsent` had joined it: the whole text, or a paragraph. Null if the
 * draft does not contain it unchanged.
 */
export function withoutSent(text: string, sent: string): string | null {
  const words = sent.trim();
  const whole = text.trim();
  if (words === "") return null;
  if (whole === words) return "";
  const paragraphs = `\n\n${whole}\n\n`;
  const at = paragraphs.indexOf(`\n\n${words}\n\n`);
  if (at < 0) return null;
  const before = paragraphs.slice(0, at).trim();
  const after = paragraphs.slice(at + words.length + 4).trim();
  return [before, after].filter(Boolean).join("\n\n");
}

/** Guards against the format of another version; the fields' contents came from our server. */
function isDraft(value: unknown): value is Draft {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    typeof value.text === "string" &&
    "references" in value &&
    Array.isArray(value.references) &&
    "settings" in value &&
    "systemInstruction" in value &&
    "target" in value &&
    "visibility" in value &&
    "aside" in value
  );
}
