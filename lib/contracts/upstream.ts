import { z } from "zod";
import { FAILURES, type FailureCode } from "@/lib/contracts/failures";
import { imageId } from "@/lib/contracts/ids";

/**
 * The steps of a connection check. `models` is free; each of the others requests one picture from one model.
 * - `picture`: the envelope of the answer, whether the picture is linked or inline, and how long it took
 * - `size`: whether the requested exact pixels are returned
 * - `history`: whether a picture in an earlier message is used
 */
export const paidProbe = z.enum(["picture", "size", "history"]);
export type PaidProbe = z.infer<typeof paidProbe>;

export const probeChoice = z.strictObject({ model: z.string().min(1).max(200), probe: paidProbe });
export type ProbeChoice = z.infer<typeof probeChoice>;

export const checkBody = z.strictObject({
  /** The paid steps; empty runs only the free models list. */
  probes: z.array(probeChoice).max(60),
  /** The total that the user saw and accepted, in micro-dollars. Another total is refused (`conflict`). */
  agreedMicroUsd: z.int().min(0),
});
export type CheckBody = z.infer<typeof checkBody>;

/** The envelope of an answer: `picture` is bare bytes, `events` a stream that was not requested. */
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
      /** The upstream's message, redacted. */
      words: z.string().nullable(),
    })
    .nullable(),
  /** Ids by which the provider can look up the call, by header name. */
  requestIds: z.record(z.string(), z.string()),
  /** `models`: the listed names; null if the upstream has no list. */
  listed: z.array(z.string()).nullable(),
  isKeyAccepted: z.boolean().nullable(),
  endpoint: endpointName.nullable(),
  envelope: envelopeName.nullable(),
  delivery: delivery.nullable(),
  /** "WxH". */
  askedSize: pixelSize.nullable(),
  gotSize: pixelSize.nullable(),
  /** `history`: the requested and the returned colour, as "#rrggbb". */
  askedColour: z.string().nullable(),
  gotColour: z.string().nullable(),
  history: z.enum(["used", "ignored", "unclear"]).nullable(),
  imageId: imageId.nullable(),
});
export type CheckStep = z.infer<typeof checkStep>;

export const upstreamCheck = z.object({
  id: z.uuid(),
  /** `interrupted`: its process was stopped; earlier results are kept. */
  state: z.enum(["queued", "running", "done", "interrupted"]),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  steps: z.array(checkStep),
});
export type UpstreamCheck = z.infer<typeof upstreamCheck>;

/** The findings about a model; null means not tried or unclear. */
export const modelFinding = z.object({
  envelope: envelopeName.nullable(),
  delivery: delivery.nullable(),
  isSizeHonoured: z.boolean().nullable(),
  isHistoryUsed: z.boolean().nullable(),
  /** Endpoints that returned a picture (true) or do not exist (false). */
  endpoints: z.partialRecord(endpointName, z.boolean()),
  /** How the Images endpoint returned its picture, whatever form was requested. */
  responseForm: z.enum(["b64_json", "url"]).nullable(),
});
export type ModelFinding = z.infer<typeof modelFinding>;

export const modelFindings = z.record(z.string(), modelFinding);
export type ModelFindings = z.infer<typeof modelFindings>;

/** How saving a finding changes the profile in the code. */
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

/** The connection check page. Contains neither the key nor the path of the base URL. */
export const upstreamState = z.object({
  host: z.string(),
  isSandbox: z.boolean(),
  models: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** For one picture; 0 in the sandbox. */
      priceMicroUsd: z.int(),
      probes: z.array(paidProbe),
    }),
  ),
  check: upstreamCheck.nullable(),
  /** The findings of the last check, by model. */
  found: z.array(findingView),
  saved: z.object({ savedAt: z.iso.datetime(), models: z.array(findingView) }).nullable(),
});
export type UpstreamState = z.infer<typeof upstreamState>;

/** `UpstreamFindings.models` in the database. */
export const storedFindings = z.object({
  saved: z.object({ savedAt: z.iso.datetime(), models: modelFindings }).nullable().default(null),
  check: upstreamCheck
    .extend({
      /** Where a step's raw answer is spooled until its picture is stored. */
      steps: z.array(checkStep.extend({ spoolName: z.string().nullable() })),
    })
    .nullable()
    .default(null),
});
export type StoredFindings = z.infer<typeof storedFindings>;
export type StoredCheck = NonNullable<StoredFindings["check"]>;
export type StoredStep = StoredCheck["steps"][number];
