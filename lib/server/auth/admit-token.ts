import "server-only";
import type { Operation } from "@/lib/contracts/operation";
import type { Actor } from "@/lib/server/auth/actor";
import { AppError } from "@/lib/server/errors";

export type TokenNeeds = Pick<Operation, "scope" | "reach">;

/**
 * Accepts sessions, and tokens that may do the operation. Throws `not_for_tokens` where no token may, `wrong_scope`
 * where the token lacks the scope, `personal_token_needed` where a workspace token would reach beyond its workspace.
 */
export function admitToken({ token }: Actor, { scope, reach }: TokenNeeds): void {
  if (token === null) return;
  if (scope === null) throw new AppError("not_for_tokens");
  if (!token.scopes.includes(scope)) throw new AppError("wrong_scope", { details: { scope } });
  if (reach === "person" && !token.isPersonal) throw new AppError("personal_token_needed");
}
