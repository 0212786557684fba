import type { TokenScopeName } from "@/lib/contracts/permissions";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";

/** The person as the principal of a request with a new access token for their current workspace. */
export async function asProgram(
  person: Actor,
  scopes: readonly TokenScopeName[] = ["read", "generate", "share"],
): Promise<Actor & { token: NonNullable<Actor["token"]> }> {
  const { userId, workspaceId, role } = person;
  const { tokenHash, ending } = makeToken();
  const data = { userId, workspaceId, name: "A script", tokenHash, ending, scopes: [...scopes] };
  const { id } = await db.accessToken.create({ data, select: { id: true } });
  return {
    ...person,
    sessionId: null,
    token: { id, scopes, isPersonal: false },
    roles: new Map([[workspaceId, role]]),
  };
}
