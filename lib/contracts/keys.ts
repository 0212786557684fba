import { z } from "zod";
import { FAILURES, type FailureCode } from "@/lib/contracts/failures";
import { threadId } from "@/lib/contracts/ids";
import { KEY_HOLDERS, KEY_SOURCES } from "@/lib/contracts/key-sources";

export const keySource = z.enum(KEY_SOURCES);
export const keyHolder = z.enum(KEY_HOLDERS);

/** The key that pays for the caller's next turn, shown by its last four characters. */
export const keyInUse = z.object({ source: keySource, ending: z.string().nullable() });
export type KeyInUse = z.infer<typeof keyInUse>;

/**
 * The key shown next to the price. If another key pays by now, the request is refused (`key_changed`). Programs omit
 * it.
 */
export const keyShown = z
  .strictObject({ source: keySource, ending: z.string().max(4).nullable() })
  .optional();

const storedKey = z.object({ ending: z.string(), updatedAt: z.iso.datetime() });
export type StoredKey = z.infer<typeof storedKey>;

/** The API keys page. No reply ever contains a key. */
export const keysState = z.object({
  /** The caller's own key, for all workspaces. */
  member: storedKey.nullable(),
  /** The current workspace's key. */
  workspace: storedKey.nullable(),
  /** Whether the instance has a key for everyone else. */
  hasInstanceKey: z.boolean(),
  inUse: keyInUse,
  /** Whether the caller may change the workspace's key. */
  mayManage: z.boolean(),
});
export type KeysState = z.infer<typeof keysState>;

export const keyParams = z.strictObject({ holder: keyHolder });

/** Printable characters without spaces, as a header can carry; long enough that four characters reveal little. */
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
  /** The paid check: one image with this model. Omit for the free check. */
  picture: z
    .strictObject({
      model: z.string().min(1).max(200),
      /** The price that the person agreed to, in micro-dollars. Another price is refused (`conflict`). */
      agreedMicroUsd: z.int().min(0),
      /** One per click; a repetition makes no second image. */
      idempotencyKey: z.uuid(),
      keyShown,
    })
    .optional(),
});
export type KeyCheckBody = z.infer<typeof keyCheckBody>;

/** Result of the free check, and where the image of the paid check will arrive. */
export const keyCheck = z.object({
  /** `unclear`: the upstream has no model list, so only an image can tell. */
  outcome: z.enum(["accepted", "refused", "unclear", "failed"]),
  /** Number of listed models. */
  models: z.int().nullable(),
  ms: z.int(),
  failureCode: z.enum(codes).nullable(),
  /** The upstream's message, redacted. */
  words: z.string().nullable(),
  /** Thread of the test image; null without one, or if the key was refused first. */
  trialThreadId: threadId.nullable(),
});
export type KeyCheck = z.infer<typeof keyCheck>;
