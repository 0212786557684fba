import { z } from "zod";
import { imageId, noticeId, shareCommentId, shareId } from "@/lib/contracts/ids";
import { VERDICTS } from "@/lib/contracts/share-reviews";
import { thumbnail } from "@/lib/contracts/thumbnails";

const NOTICE_EXCERPT_CHARS = 160;

/** What someone did with a link of the reader's. Names and comments are the words of strangers. */
export const noticeView = z.object({
  id: noticeId,
  /** `opening`: the first one by someone else. `picks`: one per visitor and link, which counts. */
  kind: z.enum(["opening", "comment", "picks", "verdict"]),
  share: z.object({
    id: shareId,
    /** Null if the reader may no longer see what the link shows. */
    title: z.string().nullable(),
    isForReview: z.boolean(),
  }),
  /** The image commented on or picked last; null if the reader may not see it. */
  image: thumbnail.nullable(),
  imageId: imageId.nullable(),
  /** Who; null for an opening. */
  by: z.string().nullable(),
  /** The beginning of a comment. */
  comment: z
    .object({
      id: shareCommentId,
      excerpt: z.string().max(NOTICE_EXCERPT_CHARS),
      /** Waits for the reader's approval. */
      isHeld: z.boolean(),
      isReply: z.boolean(),
    })
    .nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  /** How many images the visitor picked. */
  count: z.int(),
  /** Of the last act. */
  at: z.iso.datetime(),
  isRead: z.boolean(),
});
export type NoticeView = z.infer<typeof noticeView>;

export const noticeListQuery = z.strictObject({ cursor: z.string().max(100).optional() });

/** Newest first. Kept for 90 days. */
export const noticeList = z.object({
  notices: z.array(noticeView),
  nextCursor: z.string().nullable(),
});
export type NoticeList = z.infer<typeof noticeList>;

/** At most 100. */
export const noticeCount = z.object({ unread: z.int() });

/** Without `ids`: all in the workspace. */
export const noticeReadBody = z.strictObject({ ids: z.array(noticeId).min(1).max(100).optional() });

const switches = { inApp: z.boolean(), email: z.boolean() };
/** Where the reader gets which notices. E-mail needs a mail server. */
export const noticeSettings = z.object({
  openings: z.object(switches),
  /** Comments, replies and verdicts. */
  comments: z.object(switches),
  picks: z.object(switches),
});
export type NoticeSettings = z.infer<typeof noticeSettings>;

const change = z.strictObject(switches).partial();
export const noticeSettingsBody = z
  .strictObject({ openings: change, comments: change, picks: change })
  .partial();
export type NoticeSettingsBody = z.output<typeof noticeSettingsBody>;

/** The first characters of a comment, without half a surrogate pair. */
export function excerptOf(body: string): string {
  const text = body.replace(/\s+/gu, " ");
  if (text.length <= NOTICE_EXCERPT_CHARS) return text;
  return `${text
    .slice(0, NOTICE_EXCERPT_CHARS - 1)
    .toWellFormed()
    .replace(/\uFFFD$/u, "")}…`;
}
