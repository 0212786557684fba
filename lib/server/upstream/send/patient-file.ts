import "server-only";
import { type FileHandle } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** Between tries to write to a disk that is full, ms. */
const PAUSE_MS = 500;

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}

/** Whether a write failed for want of room, on the disk or in a quota. */
export function isNoRoom(error: unknown): boolean {
  return codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT";
}

/** Repeats `work` for as long as the disk is full. Once the signal is aborted, throws what it failed with. */
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
 * A file that is written from its beginning, and keeps in memory what the disk has no room for: an answer that is paid for
 * comes once, and is not told to wait. What is held goes out as soon as there is room; `settle` waits for that.
 */
export class PatientFile {
  #held: Buffer[] = [];
  #at = 0;
  #triedAt = 0;

  constructor(readonly handle: FileHandle) {}

  /** Takes the pieces over. Never waits for room; throws whatever else a write fails with. */
  async write(pieces: readonly Buffer[]): Promise<void> {
    const isWaiting = this.#held.length > 0;
    this.#held.push(...pieces);
    if (!isWaiting || performance.now() - this.#triedAt >= PAUSE_MS) await this.#writeHeld();
  }

  /** Resolves when all of it is written; rejects with the disk's word once the signal is aborted. */
  async settle(signal?: AbortSignal): Promise<void> {
    await untilRoom(async () => {
      const refused = await this.#writeHeld();
      if (refused !== null) throw refused;
    }, signal);
  }

  /** What the disk refused it with, where it has no room. */
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

function withoutFirst(pieces: readonly Buffer[], bytes: number): Buffer[] {
  const rest: Buffer[] = [];
  let left = bytes;
  for (const piece of pieces) {
    if (left >= piece.length) left -= piece.length;
    else {
      rest.push(left > 0 ? piece.subarray(left) : piece);
      left = 0;
    }
  }
  return rest;
}
