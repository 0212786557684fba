import { CallError } from "@/lib/client/call";
import { randomUuid } from "@/lib/client/random-uuid";
import { standingWorkspace } from "@/lib/client/workspace";
import type { ThreadId } from "@/lib/contracts/ids";
import type { TurnCreateBody, TurnDraft } from "@/lib/contracts/turns";

const PREFIX = "pentimento.presses.";
/** More than anyone presses in vain before looking. */
const KEPT_MAX = 8;

/**
 * The presses of Send in one composer that no answer came to. The server may have made their turns all the same, so
 * each keeps its key: pressing again, after a reload too, asks for the same turn, and a turn that turns up with the
 * key of one tells that its words may leave the composer. The words alone are not enough to know a press by: said
 * from another place in the thread they ask for something else.
 */
export class UnansweredPresses {
  readonly #storageKey: string;
  readonly #underWay = new Set<string>();
  #bodies: TurnCreateBody[] | null = null;

  constructor(threadId: ThreadId | null) {
    this.#storageKey = `${PREFIX}${threadId ?? `new.${standingWorkspace()}`}`;
  }

  /** What to send for a draft: the unanswered press of it, if there is one, else a press of its own. */
  begin(draft: TurnDraft): TurnCreateBody {
    const wanted = fingerprint(draft);
    const body = this.#all().find((known) => fingerprint(known) === wanted) ?? {
      ...draft,
      idempotencyKey: randomUuid(),
    };
    this.#underWay.add(body.idempotencyKey);
    return body;
  }

  /** A press got through. The same words sent once more are another turn. */
  done({ idempotencyKey }: TurnCreateBody): void {
    this.#underWay.delete(idempotencyKey);
    this.take(idempotencyKey);
  }

  /** A press failed. One that the server refused made nothing, so there is nothing to keep of it. */
  failed(body: TurnCreateBody, error: unknown): void {
    this.#underWay.delete(body.idempotencyKey);
    const others = this.#all().filter((one) => one.idempotencyKey !== body.idempotencyKey);
    this.#write(isUnanswered(error) ? [...others, body].slice(-KEPT_MAX) : others);
  }

  /**
   * A turn is there: gives the unanswered press that made it, and forgets it. Null where there was none, or where it
   * was pressed again and whoever waits for that will hear.
   */
  take(idempotencyKey: string): TurnCreateBody | null {
    if (this.#underWay.has(idempotencyKey)) return null;
    const found = this.#all().find((body) => body.idempotencyKey === idempotencyKey);
    if (found) this.#write(this.#all().filter((body) => body !== found));
    return found ?? null;
  }

  /** Read late: the server renders composers too, and has no storage. */
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
      // Private windows and full disks: this tab remembers for as long as it is open.
    }
  }
}

/** Whether it stays open what became of a request: it got no answer, or one that does not say. */
function isUnanswered(error: unknown): boolean {
  if (!(error instanceof CallError)) return false;
  return error.problem === null || error.problem.status >= 500;
}

/** The same for two drafts that ask for the same, in whatever order their settings are written. */
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

/** Guards against another version's shape; what the fields hold was written by this very class. */
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
