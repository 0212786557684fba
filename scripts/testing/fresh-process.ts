import { vi } from "vitest";

// Test files share a process to avoid loading packages again. Our own modules, the settings and process-wide state are
// reset for each file.

type Kept = { close?(): Promise<void>; pool?: { end(): Promise<void> } | null };

const FIRST_ENV = "pentimentoTestsFirstEnv";

/** Before a file loads: restores the settings that the process started with. */
export function renewProcess(): void {
  const first: NodeJS.ProcessEnv = Reflect.get(globalThis, FIRST_ENV) ?? { ...process.env };
  Reflect.set(globalThis, FIRST_ENV, first);
  for (const name of Object.keys(process.env)) if (!(name in first)) delete process.env[name];
  Object.assign(process.env, first);
  vi.resetModules();
}

/** After a file: closes connections, the event hub and other state on globalThis. */
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
