import "server-only";
import type { z } from "zod";
import type { Profile, profileUpdateBody } from "@/lib/contracts/profile";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { announcePerson } from "@/lib/server/domain/profile/announce-person";
import { loadProfile } from "@/lib/server/domain/profile/queries";

/** Changes the actor's name, language or theme; omitted fields stay. */
export async function updateProfile(
  actor: Actor,
  change: z.output<typeof profileUpdateBody>,
): Promise<Profile> {
  await inTransaction(async (tx) => {
    await tx.user.update({ where: { id: actor.userId }, data: change });
    if (change.name === undefined || change.name === actor.name) return;
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.renamed",
      target: { kind: "account", id: actor.userId, name: change.name },
      details: { nameFrom: actor.name, nameTo: change.name },
    });
    await announcePerson(tx, actor.userId);
  });
  return loadProfile(actor);
}
