import { processTree } from "./process-tree";

/** Linux counts processor time in hundredths of a second for every process. */
const MS_PER_TICK = 10;

/**
 * Processor time in milliseconds that these processes and all their descendants have used, ended ones included. Linux
 * only.
 */
export async function processorTime(roots: readonly number[]): Promise<number> {
  const tree = await processTree(roots);
  return tree.reduce((sum, { ticks }) => sum + ticks, 0) * MS_PER_TICK;
}
