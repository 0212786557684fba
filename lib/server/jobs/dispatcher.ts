import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { errorFields, log } from "@/lib/server/log";

/** Debounces looks while all slots are taken and a burst of turns wakes the dispatcher with each. */
const FRUITLESS_PAUSE_MS = 100;

type Options<Claim extends Lease> = {
  /** Claims up to `most` of the generations that are next; also called with 0, to publish queue positions. */
  claim: (most: number) => Promise<Claim[]>;
  /** Runs one to its end; calls `onSlotFree` once it no longer needs its upstream slot. */
  work: (lease: Claim, onSlotFree: () => void) => Promise<void>;
  /** Returns a claimed generation that was not started. */
  putBack: (lease: Lease) => Promise<unknown>;
  /** The most generations in progress in this process. */
  room: number;
};

/**
 * Assigns queued generations to this process: whenever it is woken, and whenever a slot may be free. It has no state
 * that could be lost; extra wakes are harmless, and the next wake makes up for a missed one.
 */
export class Dispatcher<Claim extends Lease> {
  readonly #options: Options<Claim>;
  /** What is in progress here, with its generation. */
  readonly #running = new Map<Promise<void>, string>();
  /** Generations that may be waiting again when they end here. */
  readonly #wakeAfter = new Set<string>();
  #looking: Promise<void> | null = null;
  /** What causes one more look once the current one has ended: any wake, or generations that it did not find. */
  #isWokenAgain = false;
  readonly #wokenFor = new Set<string>();
  #isStopped = false;

  constructor(options: Options<Claim>) {
    this.#options = options;
  }

  /** This generation may be waiting. If it runs here already, there is nothing to look for before its end. */
  wakeFor(generationId: string): void {
    if (this.#isRunning(generationId)) this.#wakeAfter.add(generationId);
    else if (this.#looking === null) this.wake();
    else this.#wokenFor.add(generationId);
  }

  /** There may be work. Any number of calls during a look cause one more look. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#looking !== null) {
      this.#isWokenAgain = true;
      return;
    }
    this.#looking = this.#look().finally(() => {
      this.#looking = null;
      // Woken after the last look ended and before this statement.
      if (this.#isWokenAgain || this.#wokenFor.size > 0) this.wake();
    });
  }

  /** Stops claiming; resolves when everything in progress here has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking;
    await Promise.all(this.#running.keys());
  }

  async #look(): Promise<void> {
    try {
      do {
        this.#isWokenAgain = false;
        this.#wokenFor.clear();
        const leases = await this.#options.claim(this.#options.room - this.#running.size);
        for (const lease of leases) await this.#begin(lease);
        this.#settleWakes();
        if (leases.length === 0 && this.#isWokenAgain) await wait(FRUITLESS_PAUSE_MS);
      } while (this.#isWokenAgain && !this.#isStopped);
    } catch (error) {
      // The database is unavailable for a moment: the next wake looks again.
      log.warn(errorFields(error), "could not read the queue");
    }
  }

  /** The job of a generation often arrives while the look that its turn caused is claiming it. */
  #settleWakes(): void {
    for (const generationId of this.#wokenFor) {
      if (this.#isRunning(generationId)) this.#wakeAfter.add(generationId);
      else this.#isWokenAgain = true;
    }
    this.#wokenFor.clear();
  }

  #isRunning(generationId: string): boolean {
    return [...this.#running.values()].includes(generationId);
  }

  async #begin(lease: Claim): Promise<void> {
    const { generationId } = lease;
    if (this.#isStopped) {
      await this.#options.putBack(lease);
      return;
    }
    let hasFreedSlot = false;
    const onSlotFree = () => {
      hasFreedSlot = true;
      this.#wakeAfter.delete(generationId);
      this.wake();
    };
    const run = this.#run(lease, onSlotFree).finally(() => {
      const wasFull = this.#running.size >= this.#options.room;
      this.#running.delete(run);
      const isWaitingAgain = this.#wakeAfter.delete(generationId);
      if (wasFull || !hasFreedSlot || isWaitingAgain) this.wake();
    });
    this.#running.set(run, generationId);
  }

  async #run(lease: Claim, onSlotFree: () => void): Promise<void> {
    try {
      await this.#options.work(lease, onSlotFree);
    } catch (error) {
      // The row stays as it is; once its lease expires, the sweep continues from it.
      log.error(
        { ...errorFields(error), generationId: lease.generationId },
        "a generation failed unexpectedly; the sweep will resume it",
      );
    }
  }
}
