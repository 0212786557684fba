import { finishReceived } from "@/lib/server/domain/generations/run-generation";
import { claimReceived } from "@/lib/server/domain/queue/lease";

/** Finishes a generation from its spooled answer as a job does; false if there is nothing to resume. */
export async function claimAndFinish(generationId: string): Promise<boolean> {
  const lease = await claimReceived(generationId);
  if (lease === null) return false;
  await finishReceived(lease);
  return true;
}
