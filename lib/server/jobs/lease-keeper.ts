import "server-only";
import {
  endLeases,
  extendLeases,
  LEASE_SECONDS,
  type Lease,
} from "@/lib/server/domain/generations/lease";
import { errorFields, log } from "@/lib/server/log";

/** Three chances before a lease runs out. */
const BEAT_MS = (LEASE_SECONDS * 1000) / 4;

/** Keeps the leases of this process alive with one query a beat, however many calls are under way. */
class LeaseKeeper {
  readonly #held = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  /** Holds the lease while `work` runs. */
  async hold<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    this.#held.add(lease.token);
    this.#timer ??= setInterval(() => void this.#beat(), BEAT_MS).unref();
    try {
      return await work();
    } finally {
      this.#held.delete(lease.token);
      if (this.#held.size === 0 && this.#timer !== null) {
        clearInterval(this.#timer);
        this.#timer = null;
      }
    }
  }

  /** For a process that ends with work unfinished: the next one need not wait until the leases have run out. */
  async letGo(): Promise<void> {
    const tokens = [...this.#held];
    this.#held.clear();
    if (tokens.length > 0) await endLeases(tokens);
  }

  async #beat(): Promise<void> {
    try {
      // A lost lease needs no alarm here: the holder's next write misses, and that is where it learns of it.
      await extendLeases([...this.#held]);
    } catch (error) {
      log.warn(
        { ...errorFields(error), event: "lease.beat_failed" },
        "leases could not be extended",
      );
    }
  }
}

export const leaseKeeper = new LeaseKeeper();
