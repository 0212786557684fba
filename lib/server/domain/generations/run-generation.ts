import "server-only";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { announceSentSoon, cancelSentSoon } from "@/lib/server/domain/generations/announce-sent";
import { answerFactsOf } from "@/lib/server/domain/generations/answer-facts";
import { markUnknown, putBack } from "@/lib/server/domain/generations/release";
import type { Claim } from "@/lib/server/domain/queue/claim";
import type { Lease } from "@/lib/server/domain/queue/lease";
import {
  announceStage,
  LeaseLost,
  markFirstByte,
  markReceived,
  markSent,
} from "@/lib/server/domain/generations/transitions";
import { rescueAnswer } from "@/lib/server/domain/generations/rescue";
import { WORST_CALL_BYTES } from "@/lib/server/domain/disk/call-room";
import { readDisk, SCARCE_BYTES } from "@/lib/server/domain/disk/free-room";
import { noteHeldBack } from "@/lib/server/domain/disk/reserve";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { KeyUnusable } from "@/lib/server/domain/keys/open";
import { type Lane, laneOf } from "@/lib/server/domain/queue/lanes";
import { noteCallWentWell } from "@/lib/server/domain/queue/limit";
import { compileTurn } from "@/lib/server/domain/turns/compile-turn";
import { parseSettings } from "@/lib/server/domain/views/turn";
import {
  finishGeneration,
  type GenerationToFinish,
} from "@/lib/server/domain/generations/finish-generation";
import { settleFailure } from "@/lib/server/domain/generations/settle-failure";
import { connectionOf } from "@/lib/server/domain/upstream/connection";
import { AppError, isDatabaseAway, isDiskFull } from "@/lib/server/errors";
import { errorFields, log } from "@/lib/server/log";
import { type Answer, sendCall } from "@/lib/server/upstream/send/client";
import { makeFailure } from "@/lib/server/upstream/read/failure";
import { holdRoom } from "@/lib/server/upstream/send/reserve-file";
import { type AnswerHead, removeSpool } from "@/lib/server/upstream/send/spool";

type Surroundings = {
  /** Aborts the call in progress (a shutdown that no longer waits). */
  abort: AbortSignal;
  /** Called once the upstream slot is free; storing the answer needs none. */
  onSlotFree: () => void;
};

/**
 * Resumes from a spooled answer; sends nothing and needs no upstream slot.
 * @param lease from `claimReceived`
 * @param stopping shutdown: the remaining work waits for the next start
 */
export async function finishReceived(lease: Lease, stopping?: AbortSignal): Promise<void> {
  const generation = await db.generation.findUniqueOrThrow({
    where: { id: lease.generationId },
    include: { turn: true },
  });
  await finishGeneration(lease, generation, { stopping });
}

/** Runs a claimed generation to its end: sends, receives, and stores its images. */
export async function sendAndFinish(
  { generation: claimed, ...lease }: Claim,
  around: Surroundings,
): Promise<void> {
  const sent = await send(lease, claimed, around.abort);
  if (sent === null) return;
  const { answer, lane, generation } = sent;
  if (answer.outcome === "failed") {
    if (answer.failure.code === "cancelled") return settleAborted(lease, answer.sentAnything);
    const learned = answer.head === null ? {} : answerFactsOf(answer.head);
    return settleFailure(lease, answer.failure, learned);
  }
  const recorded = recordReceived(lease, answer.head).finally(around.onSlotFree);
  const noted = recorded.then(() =>
    answer.head.status < 400 ? noteCallWentWell(lane) : undefined,
  );
  // Both are awaited after the reading; until then a rejection must not be unhandled.
  noted.catch(() => undefined);
  const stage = debounceStage("storing", () => announceStage(lease));
  await finishGeneration(lease, generation, { recorded, stopping: around.abort }).finally(() =>
    clearTimeout(stage),
  );
  await noted;
}

/** We aborted the call to shut down. Unsent calls wait for the next start; sent ones become `unknown`. */
async function settleAborted(lease: Lease, sentAnything: boolean): Promise<void> {
  const { generationId: id, workspaceId, token } = lease;
  const row = { id, workspaceId };
  if (!sentAnything && (await putBack(row, { token }))) return;
  const { spoolName } = await db.generation.findUniqueOrThrow({
    where: { id },
    select: { spoolName: true },
  });
  await markUnknown(row, { token }, spoolName);
}

/** Debounce progress events: skip stages shorter than this. Most pictures are stored in half of it. */
const STAGE_DEBOUNCE_MS = 600;

function debounceStage(
  stage: "receiving" | "storing",
  publish: () => Promise<void>,
): NodeJS.Timeout {
  return setTimeout(() => {
    publish().catch((error: unknown) =>
      log.warn({ ...errorFields(error), stage }, "could not publish a stage"),
    );
  }, STAGE_DEBOUNCE_MS);
}

type Sent = { answer: Answer; lane: Lane; generation: GenerationToFinish };

/** Null if the generation was cancelled before anything was sent, or could not be compiled. */
async function send(
  lease: Lease,
  generation: Claim["generation"],
  abort: AbortSignal,
): Promise<Sent | null> {
  let noting: NodeJS.Timeout | undefined;
  try {
    const { turn } = generation;
    const compiled = await compileTurn(db, {
      ...turn,
      settings: parseSettings(turn.settings),
      base: turn.baseImage,
      references: turn.references.map((reference) => reference.image),
      route: generation.endpoint,
    });
    const lane = laneOf(generation.isSandbox);
    const connection = await connectionOf(generation);
    const spoolName = `${lease.generationId}-${generation.attempts}`;
    const spoolPath = join(spoolFolder(), spoolName);
    // Space was reserved with the claim. Another program may have used it since, or may use it during the call.
    const disk = await readDisk();
    if (disk !== null && disk.freeBytes < SCARCE_BYTES) {
      await holdRoom(spoolPath, generation.reservedBytes ?? WORST_CALL_BYTES);
    }
    let requestBytes = 0;
    const call = {
      ...compiled,
      async body() {
        const body = await compiled.body();
        requestBytes = Number(body.headers["content-length"]);
        return body;
      },
    };
    const answer = await sendCall(call, connection, {
      spoolPath,
      signal: abort,
      async beforeSend() {
        await markSent(lease, systemClock.now(), {
          spoolName,
          requestBytes,
          endpoint: compiled.endpoint,
          upstream: lane.upstream,
        });
        announceSentSoon(lease);
      },
      onFirstByte: () => {
        noting = debounceStage("receiving", () => markFirstByte(lease, systemClock.now()));
      },
    });
    // Nothing arrived: release the disk space held for it.
    if (answer.outcome === "failed" && answer.head === null) await removeSpool(spoolPath);
    return { answer, lane, generation: { ...generation, spoolName } };
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    if (isDiskFull(error) && (await waitForDisk(lease))) return null;
    if (error instanceof KeyUnusable) {
      await settleFailure(lease, makeFailure(error.code));
      return null;
    }
    if (error instanceof AppError && error.code === "image_purged") {
      await settleFailure(lease, makeFailure(error.code));
      return null;
    }
    // Nothing was sent: `sendCall` rejects only with what `beforeSend` threw.
    log.error(
      { ...errorFields(error), generationId: lease.generationId },
      "a call could not be made",
    );
    const resendable = isDatabaseAway(error);
    await settleFailure(lease, makeFailure("internal", { billed: "no", resendable }));
    return null;
  } finally {
    cancelSentSoon(lease);
    clearTimeout(noting);
  }
}

const DISK_PAUSE_MS = 5_000;

/** No room for the answer: requeues the call with that reason. Returns false if the row is no longer ours. */
async function waitForDisk({ generationId: id, workspaceId, token }: Lease): Promise<boolean> {
  if (!(await putBack({ id, workspaceId }, { token }))) return false;
  await noteHeldBack(db, [id]);
  // Free space and what can be written may differ (a quota): do not retry at once.
  const retryAt = new Date(systemClock.now().getTime() + DISK_PAUSE_MS);
  await db.generation.updateMany({ where: { id, state: "queued" }, data: { retryAt } });
  return true;
}

async function recordReceived(lease: Lease, head: AnswerHead): Promise<boolean> {
  const receivedAt = new Date(head.receivedAt ?? systemClock.now());
  const isOurs = await retryWhileAway(() =>
    markReceived(lease, { ...answerFactsOf(head), receivedAt }),
  );
  // We stalled so long that the row was marked `unknown`. The answer is here now, so nothing needs to be sent again.
  if (!isOurs) await rescueAnswer(lease.generationId);
  return isOurs;
}

/** How often, and how many times, to retry recording an answer that is here: five minutes in all. */
const AWAY_PAUSE_MS = 1_000;
const AWAY_TRIES = 300;

/**
 * Retries while the database is away, or has no room to write. Another process may meanwhile mark the row as one
 * without an answer; only we know that there is one.
 */
async function retryWhileAway<T>(query: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await query();
    } catch (error) {
      if (!(isDatabaseAway(error) || isDiskFull(error)) || tries >= AWAY_TRIES) throw error;
      await wait(AWAY_PAUSE_MS);
    }
  }
}
