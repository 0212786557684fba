import { z } from "zod";
import { imageId, shareCommentId, shareId } from "@/lib/contracts/ids";

/** Comments, picks and verdicts of a share. */

const tidy = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.normalize("NFC").trim());
const body = tidy(2_000).pipe(z.string().min(1));
/** A guest's name; signed-in people have theirs. */
const name = tidy(60)
  .transform((text) => text.replace(/\s+/gu, " "))
  .pipe(z.string().min(1));
const fraction = z.number().min(0).max(1);

export const shareComment = z.object({
  id: shareCommentId,
  imageId,
  /** The comment that it answers. */
  parentId: shareCommentId.nullable(),
  body: z.string(),
  /** The point that it is pinned to, as fractions of width and height; null: the whole image. */
  at: z.object({ x: z.number(), y: z.number() }).nullable(),
  /** Null where the share hides the names of people with an account. */
  by: z.string().nullable(),
  /** Whether the creator of the share wrote it. */
  isByCreator: z.boolean(),
  isMine: z.boolean(),
  /** Waits for the creator's approval; only its author and the creator see it. */
  isHeld: z.boolean(),
  isResolved: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type ShareCommentView = z.infer<typeof shareComment>;

export const VERDICTS = ["approved", "changes"] as const;

/** What a visitor sees of a review, and what is theirs. */
export const visitorReview = z.object({
  /** Null for a guest who has not given a name. */
  me: z.object({ name: z.string(), isSignedIn: z.boolean() }).nullable(),
  /** Oldest first. */
  comments: z.array(shareComment),
  /** The visitor's own picks. */
  pickedIds: z.array(imageId),
  /** How many visitors picked each image; images that nobody picked are left out. */
  picks: z.array(z.object({ imageId, count: z.int() })),
  /** The visitor's own. */
  verdict: z.object({ verdict: z.enum(VERDICTS), note: z.string() }).nullable(),
});
export type VisitorReview = z.infer<typeof visitorReview>;

export const visitorCommentBody = z.strictObject({
  imageId,
  parentId: shareCommentId.optional(),
  body,
  at: z.strictObject({ x: fraction, y: fraction }).optional(),
  name: name.optional(),
});
export const visitorResolveBody = z.strictObject({ isResolved: z.boolean() });
export const visitorPickBody = z.strictObject({ name: name.optional() });
export const visitorVerdictBody = z.strictObject({
  verdict: z.enum(VERDICTS),
  note: tidy(2_000).default(""),
  name: name.optional(),
});

/** All of a review, for the creator and those who `manage` the workspace. */
export const shareReview = z.object({
  comments: z.array(shareComment),
  picks: z.array(z.object({ imageId, by: z.string(), at: z.iso.datetime() })),
  verdicts: z.array(
    z.object({ by: z.string(), verdict: z.enum(VERDICTS), note: z.string(), at: z.iso.datetime() }),
  ),
});
export type ShareReview = z.infer<typeof shareReview>;

export const shareCommentParams = z.strictObject({ shareId, shareCommentId });
export const shareReplyBody = visitorCommentBody.omit({ name: true });
/** `isHeld: false` approves a comment. */
export const shareModerateBody = z.strictObject({
  isHeld: z.literal(false).optional(),
  isResolved: z.boolean().optional(),
});
