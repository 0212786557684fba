import { z } from "zod";
import { collectionId, imageId, shareId, threadId, turnId, userId } from "@/lib/contracts/ids";
import {
  SHARE_AUDIENCES,
  SHARE_DAYS_MAX,
  SHARE_DOWNLOADS,
  SHARE_KINDS,
  SHARE_PASSWORD_MAX_CHARS,
  SHARE_PASSWORD_MIN_CHARS,
  SHARE_PRESETS,
  SHARE_RULES,
  SHARE_SELECTION_MAX,
  SHARE_STATES,
} from "@/lib/contracts/share-choices";
import { thumbnail } from "@/lib/contracts/thumbnails";

/** `path`: only the path of the thread through this turn, to its newest descendant. */
const target = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("image"), id: imageId }),
  z.strictObject({
    kind: z.literal("selection"),
    ids: z.array(imageId).min(1).max(SHARE_SELECTION_MAX),
  }),
  z.strictObject({ kind: z.literal("thread"), id: threadId, path: turnId.optional() }),
  z.strictObject({ kind: z.literal("collection"), id: collectionId }),
]);
export type ShareTarget = z.infer<typeof target>;

const expiresAt = z.iso.datetime({ offset: true }).nullable();
const password = z.string().min(SHARE_PASSWORD_MIN_CHARS).max(SHARE_PASSWORD_MAX_CHARS);
const shown = {
  prompts: z.boolean(),
  references: z.boolean(),
  settings: z.boolean(),
  names: z.boolean(),
};
const shows = z.strictObject(shown).partial();

export const shareCreateBody = z.strictObject({
  target,
  preset: z.enum(SHARE_PRESETS).default("show"),
  /** Null: until revoked. Default: in 30 days, or as long as the workspace allows. */
  expiresAt: expiresAt.optional(),
  password: password.optional(),
  /** Default: `anyone`, or `members` where the workspace allows no public links. */
  audience: z.enum(SHARE_AUDIENCES).optional(),
  /** Default: the preset's. */
  downloads: z.enum(SHARE_DOWNLOADS).optional(),
  /** Default: prompts and names. */
  shows: shows.default({}),
  /** `live` follows the thread or collection. */
  mode: z.enum(["live", "snapshot"]).default("live"),
  /** What guests write appears once the creator approves it. */
  reviewHold: z.boolean().default(false),
  /**
   * Signed-in visitors may take the path to an image over into their own workspace, with its original. Default: the
   * preset's.
   */
  mayContinue: z.boolean().optional(),
});
export type ShareCreateBody = z.output<typeof shareCreateBody>;

export const shareUpdateBody = z.strictObject({
  /** Also chooses the preset's downloads and `mayContinue`, unless they are named too. */
  preset: z.enum(SHARE_PRESETS).optional(),
  expiresAt: expiresAt.optional(),
  /** Null: none any more. A new one locks visitors out again. */
  password: password.nullable().optional(),
  audience: z.enum(SHARE_AUDIENCES).optional(),
  downloads: z.enum(SHARE_DOWNLOADS).optional(),
  shows: shows.optional(),
  mode: z.enum(["live", "snapshot"]).optional(),
  reviewHold: z.boolean().optional(),
  mayContinue: z.boolean().optional(),
});
export type ShareUpdateBody = z.output<typeof shareUpdateBody>;

export const shareView = z.object({
  id: shareId,
  state: z.enum(SHARE_STATES),
  /** `api`: made with an access token. */
  origin: z.enum(["studio", "api"]),
  /** `addresses`: the addresses of single images that an access token handed out. */
  kind: z.enum([...SHARE_KINDS, "addresses"]),
  /** What it shows. Ids of what is gone are null or left out. */
  target: z.object({
    imageIds: z.array(imageId),
    threadId: threadId.nullable(),
    turnId: turnId.nullable(),
    collectionId: collectionId.nullable(),
  }),
  /** Of the image, thread or collection; for `addresses` the token's name. Null if the caller may not see it. */
  title: z.string().nullable(),
  cover: thumbnail.nullable(),
  preset: z.enum(SHARE_PRESETS),
  /** Only for its creator, and not for `addresses`. */
  url: z.string().nullable(),
  /** The earlier of its own expiry and the workspace's limit; null: until revoked. */
  expiresAt: z.iso.datetime().nullable(),
  hasPassword: z.boolean(),
  audience: z.enum(SHARE_AUDIENCES),
  downloads: z.enum(SHARE_DOWNLOADS),
  shows: z.object(shown),
  mode: z.enum(["live", "snapshot"]),
  /** When the snapshot was taken. */
  snapshotAt: z.iso.datetime().nullable(),
  reviewHold: z.boolean(),
  mayContinue: z.boolean(),
  createdBy: z.object({ id: userId, name: z.string() }),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  openings: z.int(),
  lastOpenedAt: z.iso.datetime().nullable(),
});
export type ShareView = z.infer<typeof shareView>;

export const shareCreated = z.object({ share: shareView, url: z.string() });
export type ShareCreated = z.infer<typeof shareCreated>;

export const shareListQuery = z.strictObject({
  /** Everyone's, for those who `manage` the workspace. Default: the caller's own. */
  all: z.literal("true").optional(),
  /** Only shares of this image, thread or collection itself. */
  imageId: imageId.optional(),
  threadId: threadId.optional(),
  collectionId: collectionId.optional(),
  cursor: z.string().max(100).optional(),
});

/** Newest first. */
export const shareList = z.object({
  shares: z.array(shareView),
  nextCursor: z.string().nullable(),
});
export type ShareList = z.infer<typeof shareList>;

/** What is shared by an active link, of what the caller may see; at most 5,000 of each. */
export const shareBadges = z.object({
  imageIds: z.array(imageId),
  threadIds: z.array(threadId),
  collectionIds: z.array(collectionId),
});
export type ShareBadges = z.infer<typeof shareBadges>;

export const sharesRevoked = z.object({ count: z.int() });

/** An opening. Kept for 90 days. */
export const shareVisit = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** The same address has the same value within one share; it does not reveal the address. */
  visitor: z.string(),
  /** Such as "Firefox"; empty if unknown. */
  browser: z.string(),
});

export const shareAccessQuery = z.strictObject({ cursor: z.string().max(100).optional() });
export const shareAccessLog = z.object({
  visits: z.array(shareVisit),
  nextCursor: z.string().nullable(),
});
export type ShareAccessLog = z.infer<typeof shareAccessLog>;

/** Applies to existing shares too, at once. */
export const sharePolicy = z.object({
  who: z.enum(SHARE_RULES),
  /** The longest life in days; null: no limit. */
  maxDays: z.int().min(1).max(SHARE_DAYS_MAX).nullable(),
  passwordRequired: z.boolean(),
  /** Whether links may be open to people without an account. */
  publicAllowed: z.boolean(),
});
export type SharePolicy = z.infer<typeof sharePolicy>;

export const sharePolicyBody = z.strictObject(sharePolicy.partial().shape);
