import "server-only";
import { admitVisitor, type Visitor } from "@/lib/server/auth/visitor";
import type { Clock } from "@/lib/server/clock";
import { brandId } from "@/lib/server/domain/brand";
import { loadShareData } from "@/lib/server/domain/shares/share-data";
import { AppError } from "@/lib/server/errors";
import { eventHub } from "@/lib/server/events/hub";
import { errorFields, log } from "@/lib/server/log";

/** How often a watch re-checks, in milliseconds: for expiries, and as a safety net below the notifications. */
const CHECK_MS = 5_000;
/** A busy workspace has many events a second; look at most this often, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** What visitors see: the version of the data, and of comments and verdicts. */
export type ShareVersion = { version: string; review: number };
/** `null`: the share has ended. */
type Listener = (now: ShareVersion | null) => void;

/**
 * Watches one share for all its visitors of this process: one query per change of the workspace, however many watch.
 */
class ShareWatch {
  readonly #listeners = new Set<Listener>();
  readonly #timer: NodeJS.Timeout;
  #unsubscribe: (() => void) | null = null;
  #now: ShareVersion | null = null;
  #isLooking = false;
  #isDue = false;
  #isOver = false;

  constructor(
    private readonly visitor: Visitor,
    private readonly headers: Headers,
    private readonly clock: Clock,
    private readonly onEmpty: () => void,
  ) {
    this.#timer = setInterval(() => this.#look(), CHECK_MS);
    void this.#subscribe();
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#now !== null) listener(this.#now);
    this.#look();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
  }

  async #subscribe(): Promise<void> {
    const workspaceId = this.visitor.share.workspaceId;
    const leave = await eventHub().subscribe(brandId(workspaceId), () => this.#look());
    if (this.#isOver) leave();
    else this.#unsubscribe = leave;
    this.#look();
  }

  #look(): void {
    this.#isDue = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    void this.#lookUntilQuiet().finally(() => (this.#isLooking = false));
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#isDue && !this.#isOver) {
      this.#isDue = false;
      await this.#lookOnce();
      if (this.#isDue) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #lookOnce(): Promise<void> {
    try {
      // As the visitor that began the watch; each other one is admitted by itself before a frame is sent.
      const visitor = await admitVisitor(this.visitor.token, this.headers, { clock: this.clock });
      const { version } = await loadShareData(visitor);
      const { reviewSeq: review } = visitor.share;
      const isSame = version === this.#now?.version && review === this.#now.review;
      if (!isSame) this.#tell({ version, review });
    } catch (error) {
      if (error instanceof AppError) this.#tell(null);
      else log.warn(errorFields(error), "a shared link could not be checked");
    }
  }

  #tell(now: ShareVersion | null): void {
    this.#now = now;
    for (const listener of this.#listeners) listener(now);
    if (now === null) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#unsubscribe?.();
    this.onEmpty();
  }
}

const KEY = Symbol.for("pentimento.share-watches");
const holder: typeof globalThis & { [KEY]?: Map<string, ShareWatch> } = globalThis;
const watches = (holder[KEY] ??= new Map<string, ShareWatch>());

/**
 * Calls `listener` with the version of what the share shows, now and after each change, and with null once it has
 * ended; returns the function that ends the watch. Visitors of one open share have one watch; where each has to be
 * admitted by itself (an audience, a password), each has their own.
 */
export function watchShare(
  visitor: Visitor,
  headers: Headers,
  clock: Clock,
  listener: Listener,
): () => void {
  const { share } = visitor;
  const isForAll = share.audience === "anyone" && share.passwordHash === null;
  if (!isForAll) return new ShareWatch(visitor, headers, clock, () => {}).add(listener);
  const known = watches.get(share.tokenHash);
  if (known !== undefined) return known.add(listener);
  // Without cookies, so that it does not depend on the first visitor's session.
  const made = new ShareWatch(visitor, new Headers(), clock, () => {
    if (watches.get(share.tokenHash) === made) watches.delete(share.tokenHash);
  });
  watches.set(share.tokenHash, made);
  return made.add(listener);
}
