import { vi } from "vitest";

// Tests whose files share a process, for loading packages takes longer than most tests: our own modules are fresh for each
// file, and so are the settings and what the code keeps for the process.

type Kept = { close?(): Promise<void>; pool?: { end(): Promise<void> } | null };

const FIRST_ENV = "pentimentoTestsFirstEnv";

/** Before a file is loaded: the settings that the process began with, whatever the file before has set. */
export function renewProcess(): void {
  const first: NodeJS.ProcessEnv = Reflect.get(globalThis, FIRST_ENV) ?? { ...process.env };
  Reflect.set(globalThis, FIRST_ENV, first);
  for (const name of Object.keys(process.env)) if (!(name in first)) delete process.env[name];
  Object.assign(process.env, first);
  vi.resetModules();
}

/** After it: connections, the hub of events and whatever else the code holds on globalThis end, and the next file makes them anew. */
export async function forgetProcess(): Promise<void> {
  for (const key of Reflect.ownKeys(globalThis)) {
    const name = typeof key === "symbol" ? (key.description ?? "") : key;
    if (!name.startsWith("pentimento") || key === FIRST_ENV) continue;
    const kept: Kept | undefined = Reflect.get(globalThis, key);
    await kept?.close?.();
    await kept?.pool?.end();
    Reflect.deleteProperty(globalThis, key);
  }
}
