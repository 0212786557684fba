import "server-only";
import { announceSetupCode } from "@/lib/server/auth/setup-code";
import { closeDatabase } from "@/lib/server/db";
import { keepFindingsFresh } from "@/lib/server/domain/upstream/findings";
import { getEnv } from "@/lib/server/env";
import { eventHub } from "@/lib/server/events/hub";
import { streamRegistry } from "@/lib/server/http/stream-registry";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { errorFields, log } from "@/lib/server/log";
import { mailSettled } from "@/lib/server/mail/send";
import { markReady } from "@/lib/server/http/readiness";

/** scripts/serve.mjs finds here what must end before it closes, and how to end it sooner. */
const SHUTDOWN = Symbol.for("pentimento.shutdown");
const HURRY = Symbol.for("pentimento.hurry");

/** How long pending mail may delay the end of the process. */
const LAST_MAIL_MS = 5_000;

/**
 * Starts the background work of this process's role, and registers its shutdown. If that fails the process exits, so
 * that its supervisor restarts it: Next would keep running and answer every request with the same error.
 */
export async function boot(): Promise<void> {
  try {
    await start();
  } catch (error) {
    log.error({ ...errorFields(error), event: "boot.failed" }, "could not start");
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const { PENTIMENTO_ROLE: role, DRAIN_SECONDS } = getEnv();
  await prepareQueue();
  const stopReading = await keepFindingsFresh();
  let runner: JobRunner | null = null;
  if (role !== "web") runner = await startRunner();
  if (role !== "worker") await announceSetupCode();
  const shutDown = async () => {
    log.info({ event: "shutdown" }, "finishing what is under way");
    stopReading();
    await runner?.stop(DRAIN_SECONDS * 1000);
    await mailSettled(LAST_MAIL_MS);
    streamRegistry.closeAll();
    await eventHub().close();
    await closeDatabase();
  };
  Reflect.set(globalThis, SHUTDOWN, () =>
    shutDown().catch((error: unknown) => log.error(errorFields(error), "shutdown went wrong")),
  );
  Reflect.set(globalThis, HURRY, () => {
    log.info({ event: "shutdown.hurried" }, "giving up what is under way");
    runner?.hurry();
  });
  markReady();
  log.info({ event: "ready", role }, "ready");
}
