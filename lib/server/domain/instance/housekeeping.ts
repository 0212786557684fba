import "server-only";
import { pruneFailures } from "@/lib/server/auth/password-failures";
import { pruneLinks } from "@/lib/server/domain/accounts/links";
import { pruneApiRequests } from "@/lib/server/domain/compat-orders/claim-request";
import { blobStore, spoolFolder } from "@/lib/server/domain/images/storage";
import { sweepBlobs } from "@/lib/server/domain/images/sweep-blobs";
import { sweepIncoming } from "@/lib/server/domain/images/sweep-incoming";
import { getEnv } from "@/lib/server/env";
import { pruneEvents } from "@/lib/server/events/read";
import { sweepSpool } from "@/lib/server/domain/generations/spool-cleanup";
import { log } from "@/lib/server/log";
import { releaseHeldRoom } from "@/lib/server/upstream/send/reserve-file";

/** No upload takes longer; older files were left by a process that died. */
const LEFT_BEHIND_MS = 6 * 3_600_000;
/** No call takes longer; older disk reservations are orphaned. */
const LONGEST_CALL_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

/** Deletes expired and orphaned data. Any process may run it, also concurrently. */
export async function keepHouse(now: Date): Promise<void> {
  const events = await pruneEvents();
  const links = await pruneLinks();
  await pruneApiRequests();
  await pruneFailures();
  const temporary = await blobStore().sweepTemporary(LEFT_BEHIND_MS);
  const incoming = await sweepIncoming(now.getTime() - LEFT_BEHIND_MS);
  const blobs = await sweepBlobs(new Date(now.getTime() - LEFT_BEHIND_MS));
  const answers = await sweepSpool(new Date(now.getTime() - getEnv().SPOOL_KEEP_DAYS * DAY_MS));
  await releaseHeldRoom(spoolFolder(), now.getTime() - LONGEST_CALL_MS);
  if (events + temporary + incoming + blobs + answers > 0) {
    log.info(
      { event: "house.kept", events, links, temporary, incoming, blobs, answers },
      "cleared away",
    );
  }
}
