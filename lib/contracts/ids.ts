import { z } from "zod";

/** Ids are UUIDs (ours are version 7). The brands keep ids of different nouns apart. */
export const userId = z.uuid().brand<"UserId">();
export const workspaceId = z.uuid().brand<"WorkspaceId">();
export const threadId = z.uuid().brand<"ThreadId">();
export const turnId = z.uuid().brand<"TurnId">();
export const generationId = z.uuid().brand<"GenerationId">();
export const imageId = z.uuid().brand<"ImageId">();
export const tagId = z.uuid().brand<"TagId">();
export const collectionId = z.uuid().brand<"CollectionId">();
export const bulkActId = z.uuid().brand<"BulkActId">();
export const downloadId = z.uuid().brand<"DownloadId">();
export const importId = z.uuid().brand<"ImportId">();
export const shareId = z.uuid().brand<"ShareId">();
export const shareCommentId = z.uuid().brand<"ShareCommentId">();
export const noticeId = z.uuid().brand<"NoticeId">();
export const tokenId = z.uuid().brand<"TokenId">();

export type UserId = z.infer<typeof userId>;
export type WorkspaceId = z.infer<typeof workspaceId>;
export type ThreadId = z.infer<typeof threadId>;
export type TurnId = z.infer<typeof turnId>;
export type GenerationId = z.infer<typeof generationId>;
export type ImageId = z.infer<typeof imageId>;
export type TagId = z.infer<typeof tagId>;
export type CollectionId = z.infer<typeof collectionId>;
export type BulkActId = z.infer<typeof bulkActId>;
export type DownloadId = z.infer<typeof downloadId>;
export type ImportId = z.infer<typeof importId>;
export type ShareId = z.infer<typeof shareId>;
export type ShareCommentId = z.infer<typeof shareCommentId>;
export type NoticeId = z.infer<typeof noticeId>;
export type TokenId = z.infer<typeof tokenId>;
