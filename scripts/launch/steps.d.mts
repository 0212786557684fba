/** Formats a duration: `1.2 s`, `2 min 5 s`. */
export function duration(ms: number): string;

/**
 * Runs one step and prints its name and duration; a long step shows progress. `say` sets the current detail, and `note`
 * formats the result, printed after the name.
 */
export function step<T>(
  name: string,
  work: (say: (detail: string) => void) => Promise<T>,
  note?: (result: T) => string,
): Promise<T>;

/** Redirects the output of steps; standard output by default. */
export function printStepsTo(stream: NodeJS.WriteStream): void;
