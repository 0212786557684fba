import "server-only";
import { db, type Tx } from "@/lib/server/db";

/** Whether the first visit has happened. Once it has, it stays so. */
export async function hasOwner(tx: Tx = db): Promise<boolean> {
  return (await tx.user.findFirst({ select: { id: true } })) !== null;
}
