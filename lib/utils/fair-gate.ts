type Waiting = () => void;

/**
 * Lets so many pieces of work run at once. The others wait in memory, and the waiting keys take turns: a hundred pieces
 * under one key delay the first of another key by one place, not by a hundred.
 */
export class FairGate {
  readonly #width: number;
  #running = 0;
  /** In the order in which the keys are next. No list is empty. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(width: number) {
    this.#width = width;
  }

  /** How many pieces of work wait under a key. */
  waiting(key: string): number {
    return this.#waiting.get(key)?.length ?? 0;
  }

  /** Runs `work` when it is its turn; resolves and rejects as `work` does. */
  async pass<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#width) this.#running += 1;
    else await this.#turnOf(key);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #turnOf(key: string): Promise<void> {
    return new Promise((resolve) => {
      const list = this.#waiting.get(key);
      if (list === undefined) this.#waiting.set(key, [resolve]);
      else list.push(resolve);
    });
  }

  /** Hands the place on, so that nobody who comes meanwhile takes it. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    const [key, [first, ...rest]] = next;
    this.#waiting.delete(key);
    if (rest.length > 0) this.#waiting.set(key, rest);
    first?.();
  }
}
