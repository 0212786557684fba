import "server-only";
import type { StorageReport } from "@/lib/contracts/instance";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { readDisk } from "@/lib/server/domain/disk/free-room";
import { countHeldBack, hasRoomForCall, unreservedBytes } from "@/lib/server/domain/disk/reserve";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { FolderGauge, measureFolder } from "@/lib/server/domain/instance/folder-size";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { getEnv } from "@/lib/server/env";
import { VERSION } from "@/lib/server/domain/instance/version";

/** How long the page waits for counting files; a large folder is counted on in the background. */
const PATIENCE_MS = 40;
/** The spool is small as a rule. */
const SPOOL_PATIENCE_MS = 3_000;

let gauges: { folder: FolderGauge; spool: FolderGauge } | null = null;

/** Of the data folder and the spool, which stay the same for as long as the process runs. */
function folderGauges() {
  const { DATA_DIR } = getEnv();
  gauges ??= {
    folder: new FolderGauge(() => measureFolder(DATA_DIR)),
    spool: new FolderGauge(() => measureFolder(spoolFolder())),
  };
  return gauges;
}

type DatabaseRow = {
  bytes: bigint;
  version: string;
  migration: string | null;
  blobs: number;
  blobBytes: bigint;
};

/** Disk usage, database size and versions of the instance. Throws `not_found` for everyone but instance owners. */
export async function loadStorageReport(actor: Actor): Promise<StorageReport> {
  authorizeInstance(actor);
  const { DATA_DIR } = getEnv();
  const [folder, spool, disk, unreserved, hasRoom, heldBack, [database]] = await Promise.all([
    folderGauges().folder.read(PATIENCE_MS),
    folderGauges().spool.read(SPOOL_PATIENCE_MS),
    readDisk(),
    unreservedBytes(),
    hasRoomForCall(),
    countHeldBack(),
    db.$queryRaw<DatabaseRow[]>`
      SELECT pg_database_size(current_database())::bigint AS bytes, current_setting('server_version') AS version,
             (SELECT count(*)::int FROM "Blob") AS blobs,
             (SELECT coalesce(sum("byteCount"), 0)::bigint FROM "Blob") AS "blobBytes",
             (SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migration`,
  ]);
  return {
    folder: DATA_DIR,
    blobs: { count: database?.blobs ?? 0, bytes: Number(database?.blobBytes ?? 0n) },
    folderBytes: folder?.bytes ?? null,
    spool: spool ?? { count: 0, bytes: 0 },
    database: { bytes: Number(database?.bytes ?? 0n), version: database?.version ?? "" },
    disk: disk && {
      ...disk,
      unreservedBytes: Math.max(0, Math.floor(unreserved)),
      hasRoom,
      heldBack,
    },
    mode: hasInstanceKey() ? "upstream" : "sandbox",
    versions: {
      app: VERSION,
      node: process.versions.node,
      migration: database?.migration ?? null,
    },
  };
}
