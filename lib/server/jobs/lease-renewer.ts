import "server-only";
import { withDatabaseUse } from "@/lib/server/db/pools";
import {
  endLeases,
  extendLeases,
  LEASE_SECONDS,
  type Lease,
} from "@/lib/server/domain/queue/lease";
import { errorFields, log } from "@/lib/server/log";

/** Three chances before a lease expires. */
const BEAT_MS = (LEASE_SECONDS * 1000) / 4;

type Extend = (tokens: readonly string[]) => Promise<unknown>;

/** Extends all leases of this process with one query per heartbeat, never two at once. */
export class LeaseRenewer {
  readonly #held = new Set<string>();
  readonly #extend: Extend;
  #timer: NodeJS.Timeout | null = null;
  #isBeating = false;

  /** @param extend extends the given leases; replaceable for tests */
  constructor(extend: Extend = extendLeases) {
    this.#extend = extend;
  }

  /** Keeps the lease alive while `work` runs. */
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

  /**
   * Releases the leases of a process that ends with work unfinished, so that the next one need not wait for them to
   * expire.
   */
  async releaseAll(): Promise<void> {
    const tokens = [...this.#held];
    this.#held.clear();
    this.#cancel();
    if (tokens.length > 0) await withDatabaseUse("upkeep", () => endLeases(tokens));
  }

  /**
   * Schedules the next heartbeat unless one is scheduled or running: a slow one delays the next instead of
   * overlapping it.
   */
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
      // A lost lease needs no handling here: the holder's next write is fenced off.
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

export const leaseRenewer = new LeaseRenewer();
