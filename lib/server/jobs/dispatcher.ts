import "server-only";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { errorFields, log } from "@/lib/server/log";

type Options = {
  /** Takes up to so many that are next. */
  claim: (most: number) => Promise<Lease[]>;
  /** Sees one to its end; `onPlaceFree` once it needs the upstream no more. */
  work: (lease: Lease, onPlaceFree: () => void) => Promise<void>;
  /** Gives back what was claimed and not begun. */
  putBack: (lease: Lease) => Promise<unknown>;
  /** Called after each look at the line. */
  onLooked: () => Promise<void>;
  /** How many may be under way in this process. */
  room: number;
};

/**
 * Hands what waits to this process's runners: whenever it is woken, and whenever a place may have become free. It keeps
 * nothing of its own that could be lost; a wake too many does no harm, and one that was missed is made up for by the next.
 */
export class Dispatcher {
  readonly #options: Options;
  readonly #running = new Set<Promise<void>>();
  #looking: Promise<void> | null = null;
  #isWokenAgain = false;
  #isStopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** There may be work. However often it is called while it looks, it looks once more. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#looking !== null) {
      this.#isWokenAgain = true;
      return;
    }
    this.#looking = this.#look().finally(() => {
      this.#looking = null;
      // Woken after the last look was over and before this line.
      if (this.#isWokenAgain) this.wake();
    });
  }

  /** Claims nothing more; resolves when everything that is under way here has come to its end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking;
    await Promise.all(this.#running);
  }

  async #look(): Promise<void> {
    try {
      do {
        this.#isWokenAgain = false;
        const room = this.#options.room - this.#running.size;
        const leases = room > 0 ? await this.#options.claim(room) : [];
        for (const lease of leases) await this.#begin(lease);
        await this.#options.onLooked();
      } while (this.#isWokenAgain);
    } catch (error) {
      // The database is away for a moment: the next wake looks again.
      log.warn(errorFields(error), "the line could not be looked at");
    }
  }

  async #begin(lease: Lease): Promise<void> {
    if (this.#isStopped) {
      await this.#options.putBack(lease);
      return;
    }
    const run = this.#run(lease).finally(() => {
      this.#running.delete(run);
      this.wake();
    });
    this.#running.add(run);
  }

  async #run(lease: Lease): Promise<void> {
    try {
      await this.#options.work(lease, () => this.wake());
    } catch (error) {
      // The row stays as it is; once the lease has run out, the sweep goes on from there.
      log.error(
        { ...errorFields(error), generationId: lease.generationId },
        "a generation was left where it stands",
      );
    }
  }
}
