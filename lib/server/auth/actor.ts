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
import { readSessionToken } from "@/lib/server/auth/cookie";
import { findActor, type WorkspaceChoice } from "@/lib/server/auth/sessions";
import { peerOf } from "@/lib/server/http/peer";
import type { Role } from "@/lib/server/generated/prisma/client";

export type AccessTokenOfActor = {
  id: string;
  scopes: readonly TokenScopeName[];
  /** It opens the person's own workspace, and so stands for the person: for the account, and for what they run. */
  isPersonal: boolean;
};

/** Who acts, and where: what each query and command is scoped by. */
export type Actor = {
  userId: UserId;
  name: string;
  email: string;
  /** Of a token: only of one that is personal. */
  isInstanceOwner: boolean;
  /** The sign-in that this request belongs to; null for a program. */
  sessionId: string | null;
  /** The personal access token that this request came with; null for a person in a browser. */
  token: AccessTokenOfActor | null;
  /** Where one stands: lists are of this workspace, and new things are made in it. */
  workspaceId: WorkspaceId;
  role: Role;
  /** Every workspace that this request may reach by id, with the role there. A token reaches its own alone. */
  roles: ReadonlyMap<WorkspaceId, Role>;
  /** Where the request came from, for the audit log. */
  address: string | null;
};

/** A person in a browser: what is not for programs (an operation without a scope) gets one of these. */
export type SessionActor = Actor & { sessionId: string; token: null };

/**
 * Who sent a request, checked against the database each time; null if nobody known. A bearer token counts alone:
 * beside it no cookie is looked at.
 * @throws AppError `not_found` where the request names a workspace that the person is not a member of
 */
export async function actorOfRequest(request: Request): Promise<Actor | null> {
  const lookUp = await actorLookUp(request);
  return lookUp();
}

/** How to look up who sent a request, for streams that ask again and again: what it carries is read (and its age checked) once. */
export async function actorLookUp(request: Request): Promise<() => Promise<Actor | null>> {
  const authorization = request.headers.get("authorization");
  const { address } = peerOf(request.headers);
  if (isBearer(authorization)) return () => findTokenActor(authorization, address);
  const cookie = cookiesOf(request.headers);
  const token = await readSessionToken(request.headers, cookie);
  const choice = choiceOf(request, cookie);
  return async () => token && findActor(token, choice, address);
}

/** The same inside pages and layouts. */
export async function currentActor(): Promise<Actor | null> {
  const jar = await cookies();
  const cookie = (name: string) => jar.get(name)?.value;
  const token = await readSessionToken(await headers(), cookie);
  const wanted = cookie(WORKSPACE_COOKIE);
  return token && findActor(token, wanted === undefined ? null : { id: wanted, isBinding: false });
}

/**
 * A tab names the workspace that it shows with each call, since another tab may have moved on to another one;
 * the cookie is only where a new page begins.
 */
function choiceOf(
  request: Request,
  cookie: (name: string) => string | undefined,
): WorkspaceChoice | null {
  const named =
    request.headers.get(WORKSPACE_HEADER) ?? new URL(request.url).searchParams.get(WORKSPACE_QUERY);
  if (named !== null) return { id: named, isBinding: true };
  const kept = cookie(WORKSPACE_COOKIE);
  return kept === undefined ? null : { id: kept, isBinding: false };
}

function cookiesOf(requestHeaders: Headers): (name: string) => string | undefined {
  const pairs = (requestHeaders.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return (name) => pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
