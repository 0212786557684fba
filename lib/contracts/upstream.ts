import { z } from "zod";
import { FAILURES, type FailureCode } from "@/lib/contracts/failures";
import { imageId } from "@/lib/contracts/ids";

/**
 * What a connection check tries. `models` is free; each of the others asks for one picture of one model.
 * - `picture`: which envelope the answer wears, whether the picture is linked or inside, how long it took
 * - `size`: whether exact pixels that are asked for are the pixels that come
 * - `history`: whether a picture in an earlier message is looked at
 */
export const paidProbe = z.enum(["picture", "size", "history"]);
export type PaidProbe = z.infer<typeof paidProbe>;

export const probeChoice = z.strictObject({ model: z.string().min(1).max(200), probe: paidProbe });
export type ProbeChoice = z.infer<typeof probeChoice>;

export const checkBody = z.strictObject({
  /** What is to be paid for; empty tries the models list alone. */
  probes: z.array(probeChoice).max(60),
  /** The total that the person saw and agreed to, in micro-dollars. Another total is refused (`conflict`). */
  agreedMicroUsd: z.int().min(0),
});
export type CheckBody = z.infer<typeof checkBody>;

/** Whose clothes an answer wears: `picture` is bare bytes, `events` a stream although none was asked for. */
const envelopeName = z.enum([
  "chat",
  "images",
  "responses",
  "gemini",
  "events",
  "picture",
  "other",
]);
export type EnvelopeName = z.infer<typeof envelopeName>;

const endpointName = z.enum(["chat", "generations", "edits"]);
const delivery = z.enum(["url", "inline"]);

const codes = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];
const pixelSize = z.string().regex(/^\d+x\d+$/);

export const checkStep = z.object({
  probe: z.enum(["models", ...paidProbe.options]),
  /** Null for the models list. */
  model: z.string().nullable(),
  priceMicroUsd: z.int(),
  state: z.enum(["waiting", "running", "done", "failed", "skipped"]),
  /** From sending to the end of the answer, in milliseconds. */
  ms: z.int().nullable(),
  failure: z
    .object({
      code: z.enum(codes),
      billed: z.enum(["no", "yes", "unknown"]),
      status: z.int().nullable(),
      /** What the service said, redacted. */
      words: z.string().nullable(),
    })
    .nullable(),
  /** Ids by which the provider finds the call again, by header name. */
  requestIds: z.record(z.string(), z.string()),
  /** `models`: the names that the list holds; null where the service has no list. */
  listed: z.array(z.string()).nullable(),
  isKeyAccepted: z.boolean().nullable(),
  endpoint: endpointName.nullable(),
  envelope: envelopeName.nullable(),
  delivery: delivery.nullable(),
  /** "WxH". */
  askedSize: pixelSize.nullable(),
  gotSize: pixelSize.nullable(),
  /** `history`: what was asked for and what came, as "#rrggbb". */
  askedColour: z.string().nullable(),
  gotColour: z.string().nullable(),
  history: z.enum(["used", "ignored", "unclear"]).nullable(),
  imageId: imageId.nullable(),
});
export type CheckStep = z.infer<typeof checkStep>;

export const upstreamCheck = z.object({
  id: z.uuid(),
  /** `interrupted`: the process that ran it was stopped; what had arrived is kept. */
  state: z.enum(["queued", "running", "done", "interrupted"]),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  steps: z.array(checkStep),
});
export type UpstreamCheck = z.infer<typeof upstreamCheck>;

/** What a check found out of one model; null is "not tried, or not clear". */
export const modelFinding = z.object({
  envelope: envelopeName.nullable(),
  delivery: delivery.nullable(),
  isSizeHonoured: z.boolean().nullable(),
  isHistoryUsed: z.boolean().nullable(),
  /** Endpoints that answered with a picture (true) or are not there (false). */
  endpoints: z.partialRecord(endpointName, z.boolean()),
  /** How the Images endpoint gave its picture, whatever form was asked for. */
  responseForm: z.enum(["b64_json", "url"]).nullable(),
});
export type ModelFinding = z.infer<typeof modelFinding>;

export const modelFindings = z.record(z.string(), modelFinding);
export type ModelFindings = z.infer<typeof modelFindings>;

/** What saving a finding does to the profile that is checked in. */
export const profileChange = z.enum([
  "chatOff",
  "generationsOff",
  "editsOff",
  "chatFirst",
  "imagesFirst",
  "sizesOff",
  "historyOn",
  "historyOff",
  "urlFirst",
  "inlineFirst",
]);
export type ProfileChange = z.infer<typeof profileChange>;

const findingView = z.object({
  model: z.string(),
  finding: modelFinding,
  changes: z.array(profileChange),
});
export type FindingView = z.infer<typeof findingView>;

/** The page of the connection check. Neither the key nor the base URL's path is in it. */
export const upstreamState = z.object({
  host: z.string(),
  isSandbox: z.boolean(),
  models: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** Of one picture; 0 in the sandbox. */
      priceMicroUsd: z.int(),
      probes: z.array(paidProbe),
    }),
  ),
  check: upstreamCheck.nullable(),
  /** What the check found, model by model. */
  found: z.array(findingView),
  saved: z.object({ savedAt: z.iso.datetime(), models: z.array(findingView) }).nullable(),
});
export type UpstreamState = z.infer<typeof upstreamState>;

/** `UpstreamFindings.models`, as the row holds it. */
export const storedFindings = z.object({
  saved: z.object({ savedAt: z.iso.datetime(), models: modelFindings }).nullable().default(null),
  check: upstreamCheck
    .extend({
      /** Where a step's raw answer lies, for as long as its picture is not safe. */
      steps: z.array(checkStep.extend({ spoolName: z.string().nullable() })),
    })
    .nullable()
    .default(null),
});
export type StoredFindings = z.infer<typeof storedFindings>;
export type StoredCheck = NonNullable<StoredFindings["check"]>;
export type StoredStep = StoredCheck["steps"][number];
