import "server-only";
import { randomInt } from "node:crypto";
import { join } from "node:path";
import type { Failure } from "@/lib/contracts/failures";
import type { StoredStep } from "@/lib/contracts/upstream";
import type { Sha256 } from "@/lib/server/blobs/store";
import { hasRoomForCall } from "@/lib/server/domain/disk/reserve";
import { blobStore, spoolFolder } from "@/lib/server/domain/images/storage";
import { historyVerdict, PROBE_COLOURS } from "@/lib/server/domain/upstream/history-verdict";
import { keepProbePicture } from "@/lib/server/domain/upstream/keep-picture";
import { fromHex, meanColour, type Rgb, solidPng, toHex } from "@/lib/server/imaging/colour";
import { storeAll, withWorkFolder } from "@/lib/server/domain/upstream/answers/store-pictures";
import { findPictures } from "@/lib/server/domain/upstream/answers/find-pictures";
import { errorFields, log } from "@/lib/server/log";
import { type CallToSend, type Connection, sendCall } from "@/lib/server/upstream/send/client";
import { envelopeNameOf } from "@/lib/server/upstream/read/envelope-name";
import { makeFailure } from "@/lib/server/upstream/read/failure";
import { listModels } from "@/lib/server/upstream/send/list-models";
import { historyCall, pictureCall, sizeCall } from "@/lib/server/upstream/send/probe-calls";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";
import { readHead, removeSpool } from "@/lib/server/upstream/send/spool";

export type StepContext = {
  connection: Connection;
  isSandbox: boolean;
  /** Aborts the call in progress; its image may be lost and still billed. */
  abort: AbortSignal;
  /** Commits the step before the first byte is sent, so that a restarted process knows of it. */
  save: (step: StoredStep) => Promise<void>;
};

/** The free step: is there a model list, and is the key accepted? */
export async function tryModels(step: StoredStep, context: StepContext): Promise<StoredStep> {
  const startedAt = performance.now();
  const answer = await listModels(context.connection, context.abort);
  const seen = {
    ...step,
    ms: Math.round(performance.now() - startedAt),
    requestIds: answer.requestIds,
  };
  if (answer.kind === "listed") {
    return { ...seen, state: "done", listed: answer.models, isKeyAccepted: true };
  }
  if (answer.kind === "none") return { ...seen, state: "done" };
  const isKeyAccepted = answer.failure.code === "invalid_api_key" ? false : null;
  return { ...failedStep(seen, answer.failure), isKeyAccepted };
}

/** Requests one image, once, and reads the answer. Never resent, whatever happens. */
export async function tryPicture(
  step: StoredStep,
  profile: ModelProfile,
  spoolName: string,
  context: StepContext,
): Promise<StoredStep> {
  const { call, askedColour } = await callOf(step, profile);
  const requested: StoredStep = {
    ...step,
    endpoint: call.endpoint,
    askedSize: call.size,
    askedColour: askedColour && toHex(askedColour),
  };
  if (!(await hasRoomForCall())) {
    return failedStep(requested, makeFailure("storage_full", { billed: "no" }));
  }
  const startedAt = performance.now();
  const answer = await sendCall(call, context.connection, {
    spoolPath: join(spoolFolder(), spoolName),
    signal: context.abort,
    beforeSend: () => context.save({ ...requested, spoolName }),
  });
  if (answer.outcome === "failed") {
    const ms = Math.round(performance.now() - startedAt);
    return failedStep({ ...requested, ms }, settled(answer.failure, context));
  }
  return readStep({ ...requested, spoolName }, context);
}

async function callOf(
  step: StoredStep,
  profile: ModelProfile,
): Promise<{ call: CallToSend; askedColour: Rgb | null }> {
  if (step.probe === "size") return { call: sizeCall(profile), askedColour: null };
  if (step.probe !== "history") return { call: pictureCall(profile), askedColour: null };
  const colour = PROBE_COLOURS[randomInt(PROBE_COLOURS.length)] ?? [214, 20, 132];
  return { call: historyCall(profile, await solidPng(colour, 128)), askedColour: colour };
}

/** Reads what a spooled answer shows. Sends nothing; the spool is removed only once its images are stored. */
export async function readStep(step: StoredStep, context: StepContext): Promise<StoredStep> {
  const spoolPath = join(spoolFolder(), step.spoolName ?? "");
  const head = await readHead(spoolPath);
  if (head === null) return failedStep(step, settled(makeFailure("unknown_outcome"), context));
  const seen: StoredStep = {
    ...step,
    ms: head.receivedAt === null ? null : Math.round(head.receivedAt - head.sentAt),
    requestIds: head.requestIds,
    isKeyAccepted: head.status === 401 ? false : head.status < 300 ? true : null,
  };
  try {
    return await withWorkFolder((dir) => readInto(seen, spoolPath, dir, context));
  } catch (error) {
    log.error(errorFields(error), "the answer to a check could not be read");
    return failedStep(seen, makeFailure("internal"));
  }
}

async function readInto(
  step: StoredStep,
  spoolPath: string,
  dir: string,
  context: StepContext,
): Promise<StoredStep> {
  const { apiKey, baseUrl } = context.connection;
  const search = await findPictures(spoolPath, {
    dir,
    prompt: "",
    secrets: [apiKey],
    upstreamBaseUrl: baseUrl,
  });
  if (search.pictures === null) {
    // An answer that may be billed is kept, to ask the provider or to read it again after an update.
    if (search.failure.billed === "no") await removeSpool(spoolPath);
    return failedStep(step, settled(search.failure, context));
  }
  const { pictures, failure } = await storeAll(search.pictures);
  const [picture] = pictures;
  if (picture === undefined) return failedStep(step, settled(failure, context));
  const seen: StoredStep = {
    ...step,
    state: "done",
    envelope: await envelopeNameOf(spoolPath),
    delivery: search.pictures[0]?.sourceKind === "url" ? "url" : "inline",
    gotSize: `${picture.width}x${picture.height}`,
  };
  const name = `Connection check, ${step.model ?? ""}`;
  const kept = await Promise.all(
    pictures.map((each) => keepProbePicture(each, { name, askedSize: step.askedSize })),
  );
  const [imageId = null] = kept;
  // Without an owner nobody could see the image, so its answer is kept.
  if (imageId !== null) await removeSpool(spoolPath);
  const safe: StoredStep = {
    ...seen,
    imageId,
    spoolName: imageId === null ? seen.spoolName : null,
  };
  return step.askedColour === null ? safe : withVerdict(safe, step.askedColour, picture.sha256);
}

async function withVerdict(
  step: StoredStep,
  requested: string,
  sha256: Sha256,
): Promise<StoredStep> {
  const got = await blobStore().withLocalFile(sha256, meanColour);
  return { ...step, gotColour: toHex(got), history: historyVerdict(fromHex(requested), got) };
}

/** The sandbox is free. */
function settled(failure: Failure, { isSandbox }: StepContext): Failure {
  return isSandbox ? { ...failure, billed: "no" } : failure;
}

function failedStep(step: StoredStep, failure: Failure): StoredStep {
  return {
    ...step,
    state: "failed",
    failure: {
      code: failure.code,
      billed: failure.billed,
      status: failure.httpStatus ?? null,
      words: failure.modelWords ?? null,
    },
  };
}
