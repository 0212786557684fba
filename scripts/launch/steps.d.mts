/** A length of time in words: `1.2 s`, `2 min 5 s`. */
export function duration(ms: number): string;

/**
 * Runs one step and prints its name and how long it took; a long step shows progress. `say` adds what it is
 * doing just now, and `note` turns its result into words behind the name.
 */
export function step<T>(
  name: string,
  work: (say: (detail: string) => void) => Promise<T>,
  note?: (result: T) => string,
): Promise<T>;

/** Steps print here from now on; standard output at first. */
export function printStepsTo(stream: NodeJS.WriteStream): void;
