import "server-only";
import type { Operation } from "@/lib/contracts/operation";
import type { Actor } from "@/lib/server/auth/actor";
import { AppError } from "@/lib/server/errors";

/** What an access token needs; see `Operation`. */
export type TokenNeeds = Pick<Operation, "scope" | "reach">;

/**
 * Lets through whoever came without a token, and a token that may do what is asked.
 * Throws `not_for_tokens` where no token may, `wrong_scope` where its scopes do not say so, `personal_token_needed` where a
 * token of one workspace would reach beyond it.
 */
export function admitToken({ token }: Actor, { scope, reach }: TokenNeeds): void {
  if (token === null) return;
  if (scope === null) throw new AppError("not_for_tokens");
  if (!token.scopes.includes(scope)) throw new AppError("wrong_scope", { details: { scope } });
  if (reach === "person" && !token.isPersonal) throw new AppError("personal_token_needed");
}
