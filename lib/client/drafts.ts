import { tabWorkspace } from "@/lib/client/workspace";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { ThreadId, TurnId, UserId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadVisibility } from "@/lib/contracts/threads";

/** The picture that words are written for, and the turn that made it. */
export type DraftBase = { image: ImageView; turnId: TurnId; label: string };

/**
 * What words are written for.
 * - `newest`: the newest picture of the path, which was `base` at the time
 * - `picture`: one that was chosen
 * - `none`: going on by words alone
 * - `edit`: an earlier instruction, to be sent again with changes
 */
export type DraftTarget =
  | { kind: "newest"; base: DraftBase | null }
  | { kind: "picture"; base: DraftBase }
  | { kind: "none" }
  | { kind: "edit"; turnId: TurnId };

/**
 * What was typed and not sent, together with what it was written for. Kept in this browser per person and thread, and per
 * workspace for a new one, so that a reload loses nothing. Signing out forgets it; a session that ends by itself does not.
 */
export type Draft = {
  /** As `mention-text` keeps it. */
  text: string;
  references: ImageView[];
  settings: TurnSettings | null;
  systemInstruction: string | null;
  /** Null in a new thread. */
  target: DraftTarget | null;
  /** Of a new thread, where one was chosen. */
  visibility: ThreadVisibility | null;
  /** What was being written before an earlier instruction was opened for editing. */
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

/** Words and pictures that have left the composer and that the server has not answered for. */
export type Unsent = Pick<Draft, "text" | "references" | "target">;

/** Whose draft, and of which thread; null for a new one. */
export type DraftPlace = { userId: UserId; threadId: ThreadId | null };

const PREFIX = "pentimento.draft.";

export function draftKey({ userId, threadId }: DraftPlace): string {
  return `${PREFIX}${userId}.${threadId ?? `new.${tabWorkspace()}`}`;
}

/** Null where there is none, or where the browser lets us keep nothing. */
export function loadDraft(place: DraftPlace): Draft | null {
  try {
    return parseDraft(localStorage.getItem(draftKey(place)));
  } catch {
    return null;
  }
}

/** A draft as it is stored; null for anything else. */
export function parseDraft(stored: string | null): Draft | null {
  try {
    const value: unknown = JSON.parse(stored ?? "null");
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; an empty one is forgotten. A full or forbidden storage is no reason to stop somebody typing. */
export function saveDraft(place: DraftPlace, draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(draftKey(place));
    else localStorage.setItem(draftKey(place), JSON.stringify(draft));
  } catch {
    // Private windows and full disks: the text is still on screen.
  }
}

/** Whether there are words or pictures; settings alone count only in a new thread, where nothing else keeps them. */
function isEmpty({ text, references, settings, visibility, target, aside }: Draft): boolean {
  const isNew = target === null;
  if (text !== "" || references.length > 0 || aside !== null) return false;
  return !isNew || (settings === null && visibility === null);
}

/**
 * What is being written, with what is still on its way before it: how a draft is kept until the server has answered,
 * and what stands in the composer when it could not be reached. All of it is for what the first words were written for.
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
 * What is left of a text when words that stood in it were sent after all: they may be all of it, or a paragraph that
 * `withUnsent` put before or after others. Null where they do not stand in it as they were.
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

/** Guards against another version's shape; what the fields hold came from our own server. */
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
