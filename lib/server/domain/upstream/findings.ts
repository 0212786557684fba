import "server-only";
import { type ModelFindings, storedFindings } from "@/lib/contracts/upstream";
import { db } from "@/lib/server/db";
import { upstreamKey } from "@/lib/server/domain/upstream/upstream-name";
import { errorFields, log } from "@/lib/server/log";

/** Maximum delay until other processes see saved findings. */
const REFRESH_EVERY_MS = 5_000;

const NONE: ModelFindings = {};
type Holder = { text: string; findings: ModelFindings };

/** On globalThis, because Next bundles this module more than once. */
const KEY = Symbol.for("pentimento.findings");
const globals: typeof globalThis & { [KEY]?: Holder } = globalThis;

/** The saved findings about the configured upstream, from this process's cache; the same object until they change. */
export function currentFindings(): ModelFindings {
  return globals[KEY]?.findings ?? NONE;
}

/** Reloads the cache from the database. */
export async function refreshFindings(): Promise<void> {
  const row = await db.upstreamFindings.findUnique({
    where: { upstream: upstreamKey() },
    select: { models: true },
  });
  const parsed = storedFindings.safeParse(row?.models ?? {});
  const findings = parsed.data?.saved?.models ?? NONE;
  const text = JSON.stringify(findings);
  if (globals[KEY]?.text !== text) globals[KEY] = { text, findings };
}

/**
 * Loads the findings now and every few seconds, because profiles are needed in synchronous code and any process may
 * save. Returns a function that stops it.
 */
export async function keepFindingsFresh(): Promise<() => void> {
  await refreshFindings();
  const timer = setInterval(() => {
    refreshFindings().catch((error: unknown) =>
      log.warn(errorFields(error), "the saved findings could not be read"),
    );
  }, REFRESH_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
