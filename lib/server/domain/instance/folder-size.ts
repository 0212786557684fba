import "server-only";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Number of files stat'ed in parallel. */
const CONCURRENCY = 64;
/** A large folder takes seconds, and its size changes slowly. */
const FRESH_MS = 60_000;

export type FolderSize = { count: number; bytes: number };

/** Counts the files below a folder and their bytes. A missing folder is empty; files deleted meanwhile do not count. */
export async function measureFolder(folder: string): Promise<FolderSize> {
  const size: FolderSize = { count: 0, bytes: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const path = next;
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    folders.push(...entries.filter((it) => it.isDirectory()).map((it) => join(path, it.name)));
    const files = entries.filter((it) => it.isFile()).map((it) => join(path, it.name));
    for (let at = 0; at < files.length; at += CONCURRENCY) {
      const found = await Promise.all(
        files.slice(at, at + CONCURRENCY).map((file) => stat(file).catch(() => null)),
      );
      for (const it of found) {
        if (it === null) continue;
        size.count += 1;
        size.bytes += it.size;
      }
    }
  }
  return size;
}

/** Measures one folder in the background, one measurement at a time, and keeps the last result. */
export class FolderGauge {
  #last: { size: FolderSize; at: number } | null = null;
  #running: Promise<FolderSize> | null = null;

  constructor(
    private readonly measure: () => Promise<FolderSize>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The folder's size, up to a minute old. Waits at most `patienceMs` for a new measurement, which then goes on without
   * the caller; meanwhile the last result counts, or null before there is one.
   */
  async read(patienceMs: number): Promise<FolderSize | null> {
    if (this.#last !== null && this.now() - this.#last.at < FRESH_MS) return this.#last.size;
    const measured = this.#start();
    // Awaited below; a failure after the caller has left would be unhandled.
    measured.catch(() => undefined);
    const late = new AbortController();
    const given = wait(patienceMs, null, { signal: late.signal, ref: false }).catch(() => null);
    const size = await Promise.race([measured, given]);
    late.abort();
    return size ?? this.#last?.size ?? null;
  }

  #start(): Promise<FolderSize> {
    this.#running ??= this.measure()
      .then((size) => {
        this.#last = { size, at: this.now() };
        return size;
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }
}
