import { z } from "zod";
import { FAILURES, type FailureCode } from "@/lib/contracts/failures";
import { threadId } from "@/lib/contracts/ids";
import { KEY_HOLDERS, KEY_SOURCES } from "@/lib/contracts/key-sources";

export const keySource = z.enum(KEY_SOURCES);
export const keyHolder = z.enum(KEY_HOLDERS);

/** Which key pays for what one sends next, and what is shown of it: the last four characters of a key that was brought. */
export const keyInUse = z.object({ source: keySource, ending: z.string().nullable() });
export type KeyInUse = z.infer<typeof keyInUse>;

/**
 * The key that stood beside the price when somebody pressed. Where another one pays by now, what they asked for is refused
 * (`key_changed`). Programs, which were shown none, leave it out.
 */
export const keyShown = z
  .strictObject({ source: keySource, ending: z.string().max(4).nullable() })
  .optional();

const broughtKey = z.object({ ending: z.string(), updatedAt: z.iso.datetime() });
export type BroughtKey = z.infer<typeof broughtKey>;

/** The page of the keys. A key itself is in no answer, whoever asks. */
export const keysState = z.object({
  /** The person's own, for their turns in every workspace. */
  member: broughtKey.nullable(),
  /** The workspace's in which one stands. */
  workspace: broughtKey.nullable(),
  /** Whether the studio has one of its own, for all who brought none. */
  hasInstanceKey: z.boolean(),
  inUse: keyInUse,
  /** May set and remove the workspace's. */
  mayManage: z.boolean(),
});
export type KeysState = z.infer<typeof keysState>;

export const keyParams = z.strictObject({ holder: keyHolder });

/** Printable characters without spaces, as a header can carry them; long enough that four are not most of it. */
export const keyBody = z.strictObject({
  key: z
    .string()
    .trim()
    .min(12)
    .max(500)
    .regex(/^[\x21-\x7e]+$/),
});

const codes = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

export const keyCheckBody = z.strictObject({
  /** The paid question: one picture of this model. Left out, the check is free. */
  picture: z
    .strictObject({
      model: z.string().min(1).max(200),
      /** The price that the person saw and agreed to, in micro-dollars. Another price is refused (`conflict`). */
      agreedMicroUsd: z.int().min(0),
      /** Made once per press; a repeat asks for no second picture. */
      idempotencyKey: z.uuid(),
      keyShown,
    })
    .optional(),
});
export type KeyCheckBody = z.infer<typeof keyCheckBody>;

/** What the service said to the free question for its models, and where the picture comes that was asked for. */
export const keyCheck = z.object({
  /** `unclear`: it has no such list, so that only a picture will tell. */
  outcome: z.enum(["accepted", "refused", "unclear", "failed"]),
  /** How many models it listed. */
  models: z.int().nullable(),
  ms: z.int(),
  failureCode: z.enum(codes).nullable(),
  /** What the service said, redacted. */
  words: z.string().nullable(),
  /** The thread in which the picture arrives; null where none was asked for, or the key was refused before. */
  trialThreadId: threadId.nullable(),
});
export type KeyCheck = z.infer<typeof keyCheck>;
