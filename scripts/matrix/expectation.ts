import {
  isPermitted,
  TOKEN_SCOPES,
  type RoleName,
  type TokenScopeName,
} from "@/lib/contracts/permissions";
import { operations } from "@/lib/contracts/operations";
import type { Operation } from "@/lib/contracts/operation";
import type { OperationName } from "@/lib/contracts/routes";
import type { Row } from "./row";
import type { Caller, Target } from "./world";

/** "through" for an accepted call, else the code of the refusal. */
export const REFUSALS = [
  "not_signed_in",
  "not_found",
  "forbidden",
  "wrong_scope",
  "personal_token_needed",
  "not_for_tokens",
] as const;
export type Outcome = "through" | (typeof REFUSALS)[number];

/** The caller's role in the team; null for callers who are not members. */
const ROLE_OF: Record<Caller, RoleName | null> = {
  nobody: null,
  stranger: null,
  intruder: null,
  viewer: "viewer",
  member: "member",
  admin: "admin",
  owner: "owner",
  suspended: null,
  instance: null,
  "token:read": "admin",
  "token:generate": "admin",
  "token:share": "admin",
  "token:admin": "admin",
  "token:elsewhere": null,
  "token:instance": null,
};

/** Tokens for the creator's personal workspace, with all scopes. */
const PERSONAL_TOKENS: readonly Caller[] = ["token:elsewhere", "token:instance"];

function scopesOf(caller: Caller): readonly TokenScopeName[] | null {
  if (PERSONAL_TOKENS.includes(caller)) return TOKEN_SCOPES;
  const [kind, scope] = caller.split(":");
  return kind === "token" ? [scope as TokenScopeName] : null;
}

/** The expected outcome of a call, from the operation's definition, its row, and the permission table. */
export function expected(name: OperationName, row: Row, caller: Caller, target: Target): Outcome {
  const { access, scope, reach, permission }: Operation = operations[name];
  const openness = { access, reach, permission, scopes: scope === null ? [] : [scope] };
  return expectedOf(openness, row, caller, target);
}

/** Who may call something. A token needs one of the scopes; with no scopes, tokens are refused. */
export type Openness = Pick<Operation, "access" | "reach" | "permission"> & {
  scopes: readonly TokenScopeName[];
};

/** The same for routes that are no operation and declare their own access. */
export function expectedOf(
  { access, reach, permission, scopes }: Openness,
  row: Pick<Row, "about" | "finds" | "curatorsFind">,
  caller: Caller,
  target: Target,
): Outcome {
  const isFound = row.about === "object" ? target === "own" : row.finds === undefined;
  const found = isFound || row.finds?.includes(target) ? "through" : "not_found";
  if (access === "anyone") return found;
  if (caller === "nobody" || caller === "suspended") return "not_signed_in";
  // A caller who selects a workspace without being a member always gets `not_found`.
  if (caller === "intruder") return "not_found";
  // An instance owner's token has the owner's rights if it is for their personal workspace; an admin's token never
  // does.
  const runsStudio = caller === "instance" || caller === "token:instance";
  if (access === "instance-owner" && !runsStudio) return "not_found";
  const held = scopesOf(caller);
  if (held !== null) {
    if (scopes.length === 0) return "not_for_tokens";
    if (!scopes.some((scope) => held.includes(scope))) return "wrong_scope";
    if (reach === "person" && !PERSONAL_TOKENS.includes(caller)) return "personal_token_needed";
  }
  if (access === "instance-owner") return found;
  if (row.about === "self") return found;
  if (row.about === "selected") {
    // A stranger, the instance owner and a token of another workspace use their own workspace, as its owner.
    const role = ROLE_OF[caller] ?? "owner";
    return isPermitted(role, permission ?? "read") ? found : "forbidden";
  }
  const role = ROLE_OF[caller];
  if (target === "foreign" && caller === "stranger") return "through";
  // The member made the team's things.
  const isCurator = role !== null && (caller === "member" || isPermitted(role, "manage"));
  if (row.curatorsFind?.includes(target) && isCurator) return "through";
  if (found === "not_found") return found;
  if (role === null) return "not_found";
  return isPermitted(role, permission ?? "read") ? "through" : "forbidden";
}
