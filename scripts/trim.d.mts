/** Deletes what a production installation below `root` does not read. Returns how many files that was. */
export function trim(root: string): number;
