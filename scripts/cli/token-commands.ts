import { z } from "zod";
import { TOKEN_NAME_MAX_CHARS } from "@/lib/contracts/token-choices";
import { systemClock } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { createToken, revokeToken } from "@/lib/server/domain/tokens/commands";
import { AppError } from "@/lib/server/errors";
import { Failure } from "../setup/failure";
import type { Answer } from "./answer";
import type { TokenCreateOptions, TokenListOptions, TokenRevokeOptions } from "./token";
import { findUser } from "./user-commands";

const DAY_MS = 86_400_000;

export async function createTokenFor(options: TokenCreateOptions): Promise<Answer> {
  const name = options.name.trim();
  if (name === "" || name.length > TOKEN_NAME_MAX_CHARS) {
    throw new Failure(`--name must have 1 to ${TOKEN_NAME_MAX_CHARS} characters.`);
  }
  const { id: userId } = await findUser(options.email);
  const workspaceId = options.workspace ?? (await findPersonal(userId));
  if (!z.uuid().safeParse(workspaceId).success) throw new Failure("--workspace must be an id.");
  const expiresAt =
    options.expires === undefined ? null : new Date(Date.now() + options.expires * DAY_MS);
  const draft = { userId, workspaceId, name, scopes: options.scope, expiresAt };
  const made = await inTransaction((tx) =>
    createToken(tx, "command line", draft, { clock: systemClock }),
  ).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") {
      throw new Failure(`${options.email} is not a member of the workspace ${workspaceId}.`);
    }
    throw error;
  });
  return {
    value: { token: made.token, id: made.view.id, workspaceId, scopes: options.scope },
    lines: [made.token, "It is shown this once. Keep it as you would a password."],
  };
}

/** The id of a person's own workspace. */
export async function findPersonal(userId: string): Promise<string> {
  const membership = await db.membership.findFirstOrThrow({
    where: { userId, workspace: { kind: "personal" } },
    select: { workspaceId: true },
  });
  return membership.workspaceId;
}

export async function listTokensOf({ email }: TokenListOptions): Promise<Answer> {
  const owner = email === undefined ? undefined : (await findUser(email)).id;
  const rows = await db.accessToken.findMany({
    where: { userId: owner, revokedAt: null },
    orderBy: { createdAt: "asc" },
    include: { user: { select: { email: true } }, workspace: { select: { name: true } } },
  });
  const tokens = rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.user.email,
    workspaceId: row.workspaceId,
    workspace: row.workspace.name,
    scopes: row.scopes,
    ending: row.ending,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
  return {
    value: { tokens },
    lines: tokens.map(
      (token) =>
        `${token.id}  …${token.ending}  ${token.name}  ${token.email}  ${token.workspace}  ${token.scopes.join(",")}`,
    ),
  };
}

export async function revokeTokenOf({ id }: TokenRevokeOptions): Promise<Answer> {
  if (!z.uuid().safeParse(id).success) throw new Failure("--id must be an id; see token list.");
  await inTransaction((tx) =>
    revokeToken(tx, "command line", { tokenId: id }, { clock: systemClock }),
  ).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") {
      throw new Failure(`There is no token ${id}, or it is already revoked.`);
    }
    throw error;
  });
  return { value: { id, isRevoked: true }, lines: ["It opens nothing any more."] };
}
