import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { keepImage, withIncomingFile } from "@/lib/server/domain/images/upload";

/** A person with a personal workspace, as a signed-in request sees them. */
export async function makeActor(name = "Ada"): Promise<Actor> {
  const email = `${randomUUID()}@example.org`;
  const user = await db.user.create({
    data: {
      name,
      email,
      passwordHash: "none",
      memberships: {
        create: {
          role: "owner",
          workspace: { create: { name: `${name}'s workspace`, kind: "personal" } },
        },
      },
    },
    include: { memberships: true },
  });
  const [membership] = user.memberships;
  if (membership === undefined) throw new Error("a person has a workspace");
  return {
    userId: brandId(user.id),
    isInstanceOwner: false,
    sessionId: randomUUID(),
    token: null,
    address: null,
    name,
    email,
    workspaceId: brandId(membership.workspaceId),
    role: "owner",
    roles: new Map([[brandId(membership.workspaceId), "owner"]]),
  };
}

/** A picture of one colour that the actor has uploaded. */
export async function makeImage(actor: Actor, colour = "#d4482b") {
  const create = { width: 60, height: 40, channels: 3 as const, background: colour };
  const bytes = await sharp({ create }).png().toBuffer();
  return withIncomingFile(async (path) => {
    await writeFile(path, bytes);
    return keepImage(actor, path, { name: "colour.png", origin: "uploaded" });
  });
}
