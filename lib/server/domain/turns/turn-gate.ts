import "server-only";
import { FairGate } from "@/lib/utils/fair-gate";

/**
 * How many turns are written at once in a process. Turns of one workspace pass one at a time anyway (its row lock), so more
 * would only wait with a connection in hand, and keep pages from having one.
 */
const WRITTEN_AT_ONCE = 4;

const KEY = Symbol.for("pentimento.turn-gate");
const holder: typeof globalThis & { [KEY]?: FairGate } = globalThis;

/** The process's one gate; on globalThis, since Next bundles this file more than once. */
export const turnGate: FairGate = (holder[KEY] ??= new FairGate(WRITTEN_AT_ONCE));
