import { randomUUID } from "node:crypto";
import path from "node:path";
import type pg from "pg";
import type { AuditAct } from "@/lib/contracts/audit";

/**
 * Adds an entry to the audit log of the backed-up instance. Uses the backup's own connection, because the database may
 * be older than the app's client; one without an audit log gets none.
 */
export async function noteBackup(
  client: pg.Client,
  act: Extract<AuditAct, `backup.${string}`>,
  file: string,
): Promise<void> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('"AuditEntry"') IS NOT NULL AS "isThere"`,
  );
  if (!rows[0]?.isThere) return;
  await client.query(
    `INSERT INTO "AuditEntry" (id, "actorName", act, "targetKind", "targetName")
     VALUES ($1, 'command line', $2, 'backup', $3)`,
    [randomUUID(), act, path.basename(file)],
  );
}
