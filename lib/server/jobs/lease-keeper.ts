import "server-only";
import { withDatabaseUse } from "@/lib/server/database-pools";
import {
  endLeases,
  extendLeases,
  LEASE_SECONDS,
  type Lease,
} from "@/lib/server/domain/generations/lease";
import { errorFields, log } from "@/lib/server/log";

/** Three chances before a lease runs out. */
const BEAT_MS = (LEASE_SECONDS * 1000) / 4;

type Extend = (tokens: readonly string[]) => Promise<unknown>;

/** Keeps the leases of this process alive with one query a beat, however many calls are under way; never two at once. */
export class LeaseKeeper {
  readonly #held = new Set<string>();
  readonly #extend: Extend;
  #timer: NodeJS.Timeout | null = null;
  #isBeating = false;

  /** @param extend extends these leases; tests give their own */
  constructor(extend: Extend = extendLeases) {
    this.#extend = extend;
  }

  /** Holds the lease while `work` runs. */
  async hold<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    this.#held.add(lease.token);
    this.#schedule();
    try {
      return await work();
    } finally {
      this.#held.delete(lease.token);
      if (this.#held.size === 0) this.#cancel();
    }
  }

  /** For a process that ends with work unfinished: the next one need not wait until the leases have run out. */
  async letGo(): Promise<void> {
    const tokens = [...this.#held];
    this.#held.clear();
    this.#cancel();
    if (tokens.length > 0) await withDatabaseUse("upkeep", () => endLeases(tokens));
  }

  /** The next beat, unless one is scheduled or under way: a slow beat delays the next one instead of overlapping it. */
  #schedule(): void {
    if (this.#timer !== null || this.#isBeating || this.#held.size === 0) return;
    this.#timer = setTimeout(() => void this.#beat(), BEAT_MS).unref();
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #beat(): Promise<void> {
    this.#timer = null;
    this.#isBeating = true;
    try {
      // A lost lease needs no alarm here: the holder's next write misses, and that is where it learns of it.
      await withDatabaseUse("upkeep", () => this.#extend([...this.#held]));
    } catch (error) {
      log.warn(
        { ...errorFields(error), event: "lease.beat_failed" },
        "leases could not be extended",
      );
    } finally {
      this.#isBeating = false;
      this.#schedule();
    }
  }
}

export const leaseKeeper = new LeaseKeeper();
