import "server-only";
import type {
  BulkActId,
  CollectionId,
  DownloadId,
  GenerationId,
  ImageId,
  ImportId,
  NoticeId,
  ShareCommentId,
  ShareId,
  TagId,
  ThreadId,
  TokenId,
  TurnId,
  UserId,
  WorkspaceId,
} from "@/lib/contracts/ids";

type BrandedId =
  | BulkActId
  | CollectionId
  | DownloadId
  | TagId
  | GenerationId
  | ImageId
  | ImportId
  | NoticeId
  | ShareCommentId
  | ShareId
  | ThreadId
  | TokenId
  | TurnId
  | UserId
  | WorkspaceId;

/** Brands an id read from its own column, where the database guarantees its kind. */
export function brandId<Id extends BrandedId>(column: string): Id {
  return column as Id;
}

/** The same for a nullable column. */
export function brandIdOrNull<Id extends BrandedId>(column: string | null): Id | null {
  return column === null ? null : brandId<Id>(column);
}
