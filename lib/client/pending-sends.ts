import { CallError } from "@/lib/client/call";
import { randomUuid } from "@/lib/client/random-uuid";
import { tabWorkspace } from "@/lib/client/workspace";
import type { ThreadId } from "@/lib/contracts/ids";
import type { TurnCreateBody, TurnDraft } from "@/lib/contracts/turns";

const PREFIX = "pentimento.presses.";
/** Upper bound of remembered sends. */
const KEPT_MAX = 8;

/**
 * Sends of one composer without a reply. The server may have created their turns, so each keeps its idempotency key:
 * sending again, even after a reload, asks for the same turn, and a turn that appears with that key clears the
 * composer. The text alone does not identify a send: under another parent it is another request.
 */
export class PendingSends {
  readonly #storageKey: string;
  readonly #underWay = new Set<string>();
  #bodies: TurnCreateBody[] | null = null;

  constructor(threadId: ThreadId | null) {
    this.#storageKey = `${PREFIX}${threadId ?? `new.${tabWorkspace()}`}`;
  }

  /** The request for a draft: an unanswered send of the same draft, or a new one. */
  begin(draft: TurnDraft): TurnCreateBody {
    const draftPrint = fingerprint(draft);
    const body = this.#all().find((known) => fingerprint(known) === draftPrint) ?? {
      ...draft,
      idempotencyKey: randomUuid(),
    };
    this.#underWay.add(body.idempotencyKey);
    return body;
  }

  /** The send succeeded. Sending the same text again creates another turn. */
  done({ idempotencyKey }: TurnCreateBody): void {
    this.#underWay.delete(idempotencyKey);
    this.take(idempotencyKey);
  }

  /** The send failed. If the server refused it, it created nothing and is forgotten. */
  failed(body: TurnCreateBody, error: unknown): void {
    this.#underWay.delete(body.idempotencyKey);
    const others = this.#all().filter((one) => one.idempotencyKey !== body.idempotencyKey);
    this.#write(isUnanswered(error) ? [...others, body].slice(-KEPT_MAX) : others);
  }

  /**
   * A turn appeared: returns and forgets the unanswered send that created it. Null if there is none, or if it is
   * being sent again and that request will get the reply.
   */
  take(idempotencyKey: string): TurnCreateBody | null {
    if (this.#underWay.has(idempotencyKey)) return null;
    const found = this.#all().find((body) => body.idempotencyKey === idempotencyKey);
    if (found) this.#write(this.#all().filter((body) => body !== found));
    return found ?? null;
  }

  /** Read lazily: the server renders composers too and has no storage. */
  #all(): TurnCreateBody[] {
    this.#bodies ??= read(this.#storageKey);
    return this.#bodies;
  }

  #write(bodies: TurnCreateBody[]): void {
    this.#bodies = bodies;
    try {
      if (bodies.length === 0) localStorage.removeItem(this.#storageKey);
      else localStorage.setItem(this.#storageKey, JSON.stringify(bodies));
    } catch {
      // Without storage it is remembered while the tab is open.
    }
  }
}

/** Whether the outcome of a request is unknown: no reply, or one that does not say. */
function isUnanswered(error: unknown): boolean {
  if (!(error instanceof CallError)) return false;
  return error.problem === null || error.problem.status >= 500;
}

/** Equal for drafts that ask for the same, whatever the order of their settings. */
function fingerprint(draft: TurnDraft): string {
  const { threadId, parentTurnId, baseImageId, prompt, systemInstruction, referenceIds } = draft;
  const settings = Object.entries(draft.settings).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rest = [threadId, parentTurnId, baseImageId, prompt, systemInstruction, referenceIds];
  return JSON.stringify([...rest, settings]);
}

function read(storageKey: string): TurnCreateBody[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isBody) : [];
  } catch {
    return [];
  }
}

/** Guards against data of another version; the fields were written by this class. */
function isBody(value: unknown): value is TurnCreateBody {
  return (
    typeof value === "object" &&
    value !== null &&
    "idempotencyKey" in value &&
    typeof value.idempotencyKey === "string" &&
    "prompt" in value &&
    typeof value.prompt === "string" &&
    "settings" in value &&
    typeof value.settings === "object" &&
    value.settings !== null &&
    "referenceIds" in value &&
    Array.isArray(value.referenceIds)
  );
}
