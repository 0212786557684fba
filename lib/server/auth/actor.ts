import "server-only";
import { cookies, headers } from "next/headers";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import {
  WORKSPACE_COOKIE,
  WORKSPACE_HEADER,
  WORKSPACE_QUERY,
} from "@/lib/contracts/workspace-choice";
import { findTokenActor, isBearer } from "@/lib/server/auth/access-tokens";
import { readCookie, readSessionToken } from "@/lib/server/auth/cookie";
import { findActor, type WorkspaceChoice } from "@/lib/server/auth/sessions";
import { peerOf } from "@/lib/server/request/read-peer";
import type { Role } from "@/lib/server/generated/prisma/client";

export type AccessTokenOfActor = {
  id: string;
  scopes: readonly TokenScopeName[];
  /** The token belongs to the person's own workspace, so it may also act on the account and on what they administer. */
  isPersonal: boolean;
};

/** Who acts, and in which workspace. Every query and command is scoped by it. */
export type Actor = {
  userId: UserId;
  name: string;
  email: string;
  /** With a token: true only if the token is personal. */
  isInstanceOwner: boolean;
  /** Null for a request with an access token. */
  sessionId: string | null;
  /** Null for a browser session. */
  token: AccessTokenOfActor | null;
  /** The current workspace: lists show it, and new rows are created in it. */
  workspaceId: WorkspaceId;
  role: Role;
  /** Every workspace that this request may reach by id, with the role there. A token reaches only its own. */
  roles: ReadonlyMap<WorkspaceId, Role>;
  /** The client's IP address, for the audit log. */
  address: string | null;
};

/** Whose eyes a query looks through: all that decides what they may see. */
export type Sight = Pick<Actor, "userId" | "roles">;

/** A person in a browser. Operations without a scope, which are closed to tokens, receive one of these. */
export type SessionActor = Actor & { sessionId: string; token: null };

/**
 * Authenticates a request against the database; null if that fails. With a bearer token, cookies are ignored.
 * @throws AppError `not_found` where the request names a workspace that the person is not a member of
 */
export async function actorOfRequest(request: Request): Promise<Actor | null> {
  const lookUp = await actorLookUp(request);
  return lookUp();
}

/**
 * Returns a function that authenticates again on each call, for streams. The header or cookie is read, and its age
 * checked, once.
 */
export async function actorLookUp(request: Request): Promise<() => Promise<Actor | null>> {
  const authorization = request.headers.get("authorization");
  const { address } = peerOf(request.headers);
  if (isBearer(authorization)) return () => findTokenActor(authorization, address);
  const cookie = (name: string) => readCookie(request.headers, name);
  const token = await readSessionToken(request.headers, cookie);
  const choice = choiceOf(request, cookie);
  return async () => token && findActor(token, choice, address);
}

/** `actorOfRequest` for pages and layouts. */
export async function currentActor(): Promise<Actor | null> {
  const jar = await cookies();
  const cookie = (name: string) => jar.get(name)?.value;
  const token = await readSessionToken(await headers(), cookie);
  const chosen = cookie(WORKSPACE_COOKIE);
  return token && findActor(token, chosen === undefined ? null : { id: chosen, isBinding: false });
}

/**
 * A tab names its workspace with each call, as another tab may have switched; the cookie is the default of a new page.
 */
function choiceOf(
  request: Request,
  cookie: (name: string) => string | undefined,
): WorkspaceChoice | null {
  const named =
    request.headers.get(WORKSPACE_HEADER) ?? new URL(request.url).searchParams.get(WORKSPACE_QUERY);
  if (named !== null) return { id: named, isBinding: true };
  const fallback = cookie(WORKSPACE_COOKIE);
  return fallback === undefined ? null : { id: fallback, isBinding: false };
}
