import "server-only";
import type { AuditAct } from "@/lib/contracts/audit";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** Who acted: a request's actor, or the operator at the machine's command line. */
export type AuditBy =
  | (Pick<Actor, "userId" | "name" | "address"> & Partial<Pick<Actor, "token">>)
  | "command line";

export type AuditNote = {
  /** Null for an act on the instance. */
  workspaceId: string | null;
  act: AuditAct;
  target: {
    kind:
      | "account"
      | "workspace"
      | "invite"
      | "thread"
      | "picture"
      | "share"
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
 * Records an act. Call it in the transaction of the act, so that neither exists without the other. For an act by access
 * token the details name the token.
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
      details: { ...note.details, ...(isPerson && (await tokenDetails(tx, by))) },
      address: isPerson ? by.address : null,
    },
  });
}

async function tokenDetails(
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
