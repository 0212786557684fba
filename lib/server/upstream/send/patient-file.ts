import "server-only";
import { type FileHandle } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** Pause between attempts to write to a full disk, ms. */
const PAUSE_MS = 500;

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}

/** Did a write fail because the disk or a quota is full? */
export function isNoRoom(error: unknown): boolean {
  return codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT";
}

/** Repeats `work` while the disk is full. Once the signal is aborted, throws its last error. */
export async function untilRoom<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isNoRoom(error) || signal?.aborted) throw error;
      await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * A file written from its start that buffers in memory what does not fit on a full disk: a paid answer arrives once and
 * cannot be paused. The buffer is written as soon as there is room; `settle` waits for that.
 */
export class PatientFile {
  #held: Buffer[] = [];
  #at = 0;
  #triedAt = 0;

  constructor(readonly handle: FileHandle) {}

  /** Takes ownership of the chunks. Never waits for room; throws any other write error. */
  async write(chunks: readonly Buffer[]): Promise<void> {
    const isWaiting = this.#held.length > 0;
    this.#held.push(...chunks);
    if (!isWaiting || performance.now() - this.#triedAt >= PAUSE_MS) await this.#writeHeld();
  }

  /** Resolves when everything is written. Once the signal is aborted, rejects with the disk's error. */
  async settle(signal?: AbortSignal): Promise<void> {
    await untilRoom(async () => {
      const diskError = await this.#writeHeld();
      if (diskError !== null) throw diskError;
    }, signal);
  }

  /** The disk's error if it is full, else null. */
  async #writeHeld(): Promise<Error | null> {
    this.#triedAt = performance.now();
    while (this.#held.length > 0) {
      try {
        const { bytesWritten } = await this.handle.writev(this.#held, this.#at);
        this.#at += bytesWritten;
        this.#held = withoutFirst(this.#held, bytesWritten);
      } catch (error) {
        if (error instanceof Error && isNoRoom(error)) return error;
        throw error;
      }
    }
    return null;
  }
}

function withoutFirst(chunks: readonly Buffer[], bytes: number): Buffer[] {
  const rest: Buffer[] = [];
  let left = bytes;
  for (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      rest.push(left > 0 ? chunk.subarray(left) : chunk);
      left = 0;
    }
  }
  return rest;
}
