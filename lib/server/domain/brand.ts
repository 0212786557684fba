import "server-only";
import type {
  GenerationId,
  ImageId,
  ThreadId,
  TokenId,
  TurnId,
  UserId,
  WorkspaceId,
} from "@/lib/contracts/ids";

type BrandedId = GenerationId | ImageId | ThreadId | TokenId | TurnId | UserId | WorkspaceId;

/** Brands an id that was read from its own column; the database vouches that it is one of that noun. */
export function brandId<Id extends BrandedId>(column: string): Id {
  return column as Id;
}

/** The same for a column that may be null. */
export function brandIdOrNull<Id extends BrandedId>(column: string | null): Id | null {
  return column === null ? null : brandId<Id>(column);
}
