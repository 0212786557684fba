import { z } from "zod";
import { tokenId, workspaceId } from "@/lib/contracts/ids";
import { TOKEN_SCOPES } from "@/lib/contracts/permissions";
import { TOKEN_DAYS, TOKEN_NAME_MAX_CHARS } from "@/lib/contracts/token-choices";

const scopes = z.array(z.enum(TOKEN_SCOPES)).min(1).max(TOKEN_SCOPES.length);

/** An access token after its creation, identified by its last characters. */
export const tokenView = z.object({
  id: tokenId,
  name: z.string(),
  ending: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  workspace: z.object({ id: workspaceId, name: z.string() }),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  isExpired: z.boolean(),
  /** Accurate to a minute; null: never used. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type TokenView = z.infer<typeof tokenView>;

/** Newest first. */
export const tokenList = z.object({ tokens: z.array(tokenView) });
export type TokenList = z.infer<typeof tokenList>;

export const tokenCreateBody = z.strictObject({
  name: z.string().trim().min(1).max(TOKEN_NAME_MAX_CHARS),
  /** The only workspace that it can access. */
  workspaceId,
  scopes,
  /** Null: until revoked. */
  expiresInDays: z.literal(TOKEN_DAYS).nullable(),
});
export type TokenCreateBody = z.infer<typeof tokenCreateBody>;

/** The only reply with the token itself. */
export const tokenCreated = z.object({ token: z.string(), view: tokenView });
export type TokenCreated = z.infer<typeof tokenCreated>;
