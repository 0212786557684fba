import "server-only";
import { FairGate } from "@/lib/utils/fair-gate";

/**
 * Turns written concurrently per process. Turns of one workspace are serialised by its row lock anyway; more would wait
 * while holding a connection that pages need.
 */
const CONCURRENT_WRITES = 4;

const KEY = Symbol.for("pentimento.turn-gate");
const holder: typeof globalThis & { [KEY]?: FairGate } = globalThis;

/** On globalThis, because Next bundles this file more than once. */
export const turnGate: FairGate = (holder[KEY] ??= new FairGate(CONCURRENT_WRITES));
