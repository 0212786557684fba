import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { keepImage, withIncomingFile } from "@/lib/server/domain/images/upload";

/** A person with a personal workspace, as the principal of a signed-in request. */
export async function makeActor(name = "Ada"): Promise<Actor> {
  const [actor] = await makeActors([name]);
  if (actor === undefined) throw new Error("one name makes one person");
  return actor;
}

/** Creates several people at once, in order, with as many queries as for one. */
export async function makeActors(
  names: readonly string[],
  passwordHash = "none",
): Promise<Actor[]> {
  const users = await db.user.createManyAndReturn({
    data: names.map((name) => ({ name, passwordHash, email: `${randomUUID()}@example.org` })),
    select: { id: true, name: true, email: true },
  });
  const workspaces = await db.workspace.createManyAndReturn({
    data: names.map((name) => ({ name: `${name}'s workspace`, kind: "personal" as const })),
    select: { id: true },
  });
  const places = users.map((user, index) => ({ user, workspaceId: workspaces[index]?.id ?? "" }));
  await db.membership.createMany({
    data: places.map(({ user, workspaceId }) => ({ userId: user.id, workspaceId, role: "owner" })),
  });
  return places.map(({ user: { id, name, email }, workspaceId }) => ({
    userId: brandId(id),
    isInstanceOwner: false,
    sessionId: randomUUID(),
    token: null,
    address: null,
    name,
    email,
    workspaceId: brandId(workspaceId),
    role: "owner",
    roles: new Map([[brandId(workspaceId), "owner"]]),
  }));
}

/** A single-colour image uploaded by the actor. */
export async function makeImage(
  actor: Actor,
  colour = "#d4482b",
  { width, height } = { width: 60, height: 40 },
) {
  const create = { width, height, channels: 3 as const, background: colour };
  const bytes = await sharp({ create }).png().toBuffer();
  return withIncomingFile(async (path) => {
    await writeFile(path, bytes);
    return keepImage(actor, { path, name: "colour.png", origin: "uploaded" });
  });
}

/** SHA-256 of an image that was not purged. */
export async function sha256Of(imageId: string): Promise<string> {
  const { sha256 } = await db.image.findUniqueOrThrow({ where: { id: imageId } });
  if (sha256 === null) throw new Error(`${imageId} was purged`);
  return sha256;
}
