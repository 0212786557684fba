import "server-only";
import { cookies, headers } from "next/headers";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import { readSessionToken } from "@/lib/server/auth/cookie";
import { findActor } from "@/lib/server/auth/sessions";
import type { Role } from "@/lib/server/generated/prisma/client";

/** Who acts, and where: what each query and command is scoped by. */
export type Actor = {
  userId: UserId;
  sessionId: string;
  name: string;
  email: string;
  /** The personal workspace. */
  workspaceId: WorkspaceId;
  role: Role;
};

/** The signed-in person of a request, checked against the database each time; null if there is none. */
export async function actorOfRequest(request: Request): Promise<Actor | null> {
  const token = await readSessionToken(request.headers, cookiesOf(request.headers));
  return token && findActor(token);
}

/** The same inside pages and layouts. */
export async function currentActor(): Promise<Actor | null> {
  const jar = await cookies();
  const token = await readSessionToken(await headers(), (name) => jar.get(name)?.value);
  return token && findActor(token);
}

function cookiesOf(requestHeaders: Headers): (name: string) => string | undefined {
  const pairs = (requestHeaders.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return (name) => pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
