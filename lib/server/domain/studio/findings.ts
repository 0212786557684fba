import "server-only";
import { type ModelFindings, storedFindings } from "@/lib/contracts/upstream";
import { db } from "@/lib/server/db";
import { upstreamKey } from "@/lib/server/domain/studio/upstream-key";
import { errorFields, log } from "@/lib/server/log";

/** How long another process may go on without knowing what was saved here, in milliseconds. */
const REFRESH_EVERY_MS = 5_000;

const NONE: ModelFindings = {};
type Holder = { text: string; findings: ModelFindings };

/** On globalThis: Next bundles this module more than once, and what one route saves counts for all. */
const KEY = Symbol.for("pentimento.findings");
const globals: typeof globalThis & { [KEY]?: Holder } = globalThis;

/** What was saved about the configured upstream, as this process knows it; the same object until it changes. */
export function currentFindings(): ModelFindings {
  return globals[KEY]?.findings ?? NONE;
}

/** Reads what is saved now. */
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
 * Knows what is saved from here on: read now, and again every few seconds, since profiles are needed in places that cannot
 * wait for the database, and any process may save. Returns how to stop.
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
