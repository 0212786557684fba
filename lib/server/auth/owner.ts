import "server-only";
import { db, type Tx } from "@/lib/server/db";

/** Whether first-time setup is done. It never becomes undone. */
export async function hasOwner(tx: Tx = db): Promise<boolean> {
  return (await tx.user.findFirst({ select: { id: true } })) !== null;
}
