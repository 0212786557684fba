import "server-only";
import type { AuditAct } from "@/lib/contracts/audit";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** Who did it: a request's actor, or whoever sits at the command line of the machine. */
export type AuditBy =
  | (Pick<Actor, "userId" | "name" | "address"> & Partial<Pick<Actor, "token">>)
  | "command line";

export type AuditNote = {
  /** Null: an act on the instance. */
  workspaceId: string | null;
  act: AuditAct;
  target: {
    kind:
      | "account"
      | "workspace"
      | "invite"
      | "thread"
      | "picture"
      | "key"
      | "token"
      | "generation"
      | "upstream"
      | "backup";
    id: string | null;
    name: string;
  };
  /** What changed, such as `{ from: "member", to: "admin" }`. Never a secret. */
  details?: Prisma.InputJsonObject;
};

/**
 * Notes an act in the transaction that does it: there is no act without its line, and no line without its act. What a program
 * did for a person names the token that it held.
 */
export async function recordAudit(tx: Tx, by: AuditBy, note: AuditNote): Promise<void> {
  const isPerson = by !== "command line";
  await tx.auditEntry.create({
    data: {
      workspaceId: note.workspaceId,
      actorId: isPerson ? by.userId : null,
      actorName: isPerson ? by.name : "command line",
      act: note.act,
      targetKind: note.target.kind,
      targetId: note.target.id,
      targetName: note.target.name,
      details: { ...note.details, ...(isPerson && (await programOf(tx, by))) },
      address: isPerson ? by.address : null,
    },
  });
}

async function programOf(
  tx: Tx,
  { token }: Partial<Pick<Actor, "token">>,
): Promise<{ token: string } | null> {
  if (!token) return null;
  const row = await tx.accessToken.findUnique({
    where: { id: token.id },
    select: { name: true, ending: true },
  });
  return row && { token: `${row.name} …${row.ending}` };
}
