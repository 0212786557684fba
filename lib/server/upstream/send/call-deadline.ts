import "server-only";

/**
 * Why we ended a call.
 * - `whole`: the answer is complete and only the connection stayed open
 * - `time_limit`, `too_large`: our limits
 * - `cancelled`: the caller's signal
 */
export type Cut = "whole" | "time_limit" | "too_large" | "cancelled";

type ClockLimits = { tailGraceMs: number; lateBodyIdleMs: number; lateBodyMs: number };

/**
 * The time limits of one call. The limit starts at sending and covers the whole wait, including silence: ending early
 * would lose a paid image. Only a body that is still arriving may exceed it.
 */
export class CallClock {
  cut: Cut | null = null;
  readonly #controller = new AbortController();
  readonly #limits: ClockLimits;
  readonly #timeLimitMs: number;
  readonly #outer: AbortSignal | undefined;
  readonly #onOuterAbort = () => this.abort("cancelled");
  #limit: NodeJS.Timeout | undefined;
  #tail: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #lastByteAt = 0;

  constructor(timeLimitMs: number, limits: ClockLimits, outer: AbortSignal | undefined) {
    this.#timeLimitMs = timeLimitMs;
    this.#limits = limits;
    this.#outer = outer;
    if (outer?.aborted) this.abort("cancelled");
    else outer?.addEventListener("abort", this.#onOuterAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Call right before the request is sent. */
  start(): void {
    this.#startedAt = performance.now();
    this.#limit = setTimeout(() => this.#atLimit(), this.#timeLimitMs);
  }

  /** Shortens the remaining time to this many milliseconds. */
  limitBody(milliseconds: number): void {
    const left = this.#startedAt + this.#timeLimitMs - performance.now();
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.abort("time_limit"), Math.min(left, milliseconds));
  }

  bytesArrived(isFinal: boolean): void {
    this.#lastByteAt = performance.now();
    clearTimeout(this.#tail);
    if (isFinal) this.#tail = setTimeout(() => this.abort("whole"), this.#limits.tailGraceMs);
  }

  abort(cut: Cut): void {
    if (this.cut !== null) return;
    this.cut = cut;
    this.#controller.abort(new Error(`call ended: ${cut}`));
  }

  stop(): void {
    clearTimeout(this.#limit);
    clearTimeout(this.#tail);
    this.#outer?.removeEventListener("abort", this.#onOuterAbort);
  }

  #atLimit(): void {
    const now = performance.now();
    const { lateBodyIdleMs, lateBodyMs } = this.#limits;
    const idleMs = now - this.#lastByteAt;
    const lateMs = now - this.#startedAt - this.#timeLimitMs;
    const isFlowing = this.#lastByteAt > 0 && idleMs < lateBodyIdleMs && lateMs < lateBodyMs;
    if (!isFlowing) return this.abort("time_limit");
    const nextMs = Math.min(lateBodyIdleMs - idleMs, lateBodyMs - lateMs) + 1;
    this.#limit = setTimeout(() => this.#atLimit(), nextMs);
  }
}
