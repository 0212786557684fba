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
import type { Caller, Place } from "./world";

/** Let through, or the code of the refusal. */
export const REFUSALS = [
  "not_signed_in",
  "not_found",
  "forbidden",
  "wrong_scope",
  "personal_token_needed",
  "not_for_tokens",
] as const;
export type Outcome = "through" | (typeof REFUSALS)[number];

/** The caller's role in the team; null for whoever is not of it. */
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

/** Tokens of somebody's own workspace, with all scopes. */
const PERSONAL_TOKENS: readonly Caller[] = ["token:elsewhere", "token:instance"];

function scopesOf(caller: Caller): readonly TokenScopeName[] | null {
  if (PERSONAL_TOKENS.includes(caller)) return TOKEN_SCOPES;
  const [kind, scope] = caller.split(":");
  return kind === "token" ? [scope as TokenScopeName] : null;
}

/** What must come of a call, by the operation's own words, its row, and the table of permissions. */
export function expected(name: OperationName, row: Row, caller: Caller, place: Place): Outcome {
  const { access, scope, reach, permission }: Operation = operations[name];
  const openness = { access, reach, permission, scopes: scope === null ? [] : [scope] };
  return expectedOf(openness, row, caller, place);
}

/** Whom something is open to; a token needs one of the scopes, and where there is none it is no way in. */
export type Openness = Pick<Operation, "access" | "reach" | "permission"> & {
  scopes: readonly TokenScopeName[];
};

/** The same for what is no operation, and says for itself whom it is open to. */
export function expectedOf(
  { access, reach, permission, scopes }: Openness,
  row: Pick<Row, "about" | "finds">,
  caller: Caller,
  place: Place,
): Outcome {
  const isFound = row.about === "object" ? place === "own" : row.finds === undefined;
  const found = isFound || row.finds?.includes(place) ? "through" : "not_found";
  if (access === "anyone") return found;
  if (caller === "nobody" || caller === "suspended") return "not_signed_in";
  // Whoever names a workspace that they are not in learns nothing more than that.
  if (caller === "intruder") return "not_found";
  // A token of whoever runs the studio counts as theirs where it is their own workspace's; the admin's never does.
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
  if (row.about === "standing") {
    // A stranger, the instance's owner and a token of another workspace stand in their own, and own it.
    const role = ROLE_OF[caller] ?? "owner";
    return isPermitted(role, permission ?? "read") ? found : "forbidden";
  }
  const role = ROLE_OF[caller];
  if (place === "foreign" && caller === "stranger") return "through";
  if (found === "not_found") return found;
  if (role === null) return "not_found";
  return isPermitted(role, permission ?? "read") ? "through" : "forbidden";
}
