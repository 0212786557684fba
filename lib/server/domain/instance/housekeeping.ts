import "server-only";
import { pruneFailures } from "@/lib/server/auth/password-failures";
import { pruneLinks } from "@/lib/server/domain/accounts/links";
import { pruneBulkActs } from "@/lib/server/domain/bulk/run";
import { pruneApiRequests } from "@/lib/server/domain/compat-orders/claim-request";
import { pruneDownloads } from "@/lib/server/domain/downloads/commands";
import { sweepSpool } from "@/lib/server/domain/generations/spool-cleanup";
import { pruneImports, sweepImports } from "@/lib/server/domain/imports/run";
import { blobStore, spoolFolder } from "@/lib/server/domain/images/storage";
import { pruneNotices } from "@/lib/server/domain/shares/notices";
import { pruneShareVisits } from "@/lib/server/domain/shares/open";
import { purgeTrash } from "@/lib/server/domain/trash/purge";
import { sweepBlobs } from "@/lib/server/domain/images/sweep-blobs";
import { sweepIncoming } from "@/lib/server/domain/images/sweep-incoming";
import { getEnv } from "@/lib/server/env";
import { pruneEvents } from "@/lib/server/events/read";
import { log } from "@/lib/server/log";
import { releaseHeldRoom } from "@/lib/server/upstream/send/reserve-file";

/** No upload takes longer; older files were left by a process that died. */
const LEFT_BEHIND_MS = 6 * 3_600_000;
/** No call takes longer; older disk reservations are orphaned. */
const LONGEST_CALL_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

type Deletion = (now: Date, stopping: AbortSignal) => Promise<number>;

/**
 * What deletes expired and orphaned rows and blobs, which all processes share. Each returns how many it deleted, ends
 * early once `stopping` is aborted, and may run concurrently with itself.
 */
export const DELETIONS = {
  prune_events: pruneEvents,
  prune_links: pruneLinks,
  prune_api_requests: pruneApiRequests,
  prune_password_failures: pruneFailures,
  prune_bulk_acts: pruneBulkActs,
  prune_downloads: pruneDownloads,
  prune_imports: pruneImports,
  prune_share_visits: pruneShareVisits,
  prune_notices: pruneNotices,
  purge_trash: (now, stopping) => {
    const days = getEnv().TRASH_KEEP_DAYS;
    return purgeTrash(new Date(now.getTime() - days * DAY_MS), now, stopping);
  },
  sweep_blobs: (now, stopping) =>
    sweepBlobs(new Date(now.getTime() - LEFT_BEHIND_MS), { stopping }),
} satisfies Record<string, Deletion>;

/**
 * Deletes what dead processes left in this process's data folder, which may not be the one of other workers. Processes
 * that share it may run this concurrently.
 */
export async function sweepDataFolder(now: Date): Promise<void> {
  const temporary = await blobStore().sweepTemporary(LEFT_BEHIND_MS);
  const incoming = await sweepIncoming(now.getTime() - LEFT_BEHIND_MS);
  const archives = await sweepImports(now.getTime() - LEFT_BEHIND_MS);
  const answers = await sweepSpool(new Date(now.getTime() - getEnv().SPOOL_KEEP_DAYS * DAY_MS));
  await releaseHeldRoom(spoolFolder(), now.getTime() - LONGEST_CALL_MS);
  if (temporary + incoming + archives + answers > 0) {
    log.info(
      { event: "data_folder.swept", temporary, incoming, archives, answers },
      "deleted old files",
    );
  }
}
