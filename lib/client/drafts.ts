import { standingWorkspace } from "@/lib/client/workspace";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";

/**
 * What was typed and not sent: kept in this browser per thread, and per workspace for a new one, so that a reload loses
 * nothing.
 */
export type Draft = {
  text: string;
  references: ImageView[];
  /** Only a new thread's: an existing thread keeps its own on the server. */
  settings: TurnSettings | null;
  systemInstruction: string | null;
};

/** Words and pictures that have left the composer and that the server has not answered for. */
export type Unsent = Pick<Draft, "text" | "references">;

const PREFIX = "pentimento.draft.";

function keyOf(threadId: ThreadId | null): string {
  return `${PREFIX}${threadId ?? `new.${standingWorkspace()}`}`;
}

/** Null where there is none, or where the browser lets us keep nothing. */
export function loadDraft(threadId: ThreadId | null): Draft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(threadId)) ?? "null");
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; an empty one is forgotten. A full or forbidden storage is no reason to stop somebody typing. */
export function saveDraft(threadId: ThreadId | null, draft: Draft): void {
  const isEmpty = draft.text === "" && draft.references.length === 0 && draft.settings === null;
  try {
    if (isEmpty) localStorage.removeItem(keyOf(threadId));
    else localStorage.setItem(keyOf(threadId), JSON.stringify(draft));
  } catch {
    // Private windows and full disks: the text is still on screen.
  }
}

/**
 * What is being written, with what is still on its way before it: how a draft is kept until the server has answered,
 * and what stands in the composer when it could not be reached.
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
    "systemInstruction" in value
  );
}
