import { mkdir } from "node:fs/promises";
import path from "node:path";
import { createBackup } from "../backup/create";
import { checkArchive } from "../backup/reader";
import { assertNotNewer } from "../backup/newer";
import { emptyFolder, assertEmptyFolder, restoreInto } from "../backup/restore";
import { openEmbedded } from "../database/open";
import { checkDatabase } from "../database/remote";
import { step } from "../launch/steps.mjs";
import { Failure } from "../setup/failure";
import { loadSettings } from "../setup/settings";
import { takeLock } from "../start/lock";
import type { Answer } from "./answer";
import type { BackupOptions, RestoreOptions } from "./backup";
import { hasDatabase, withDatabase } from "./studio";

const MEBIBYTE = 1024 * 1024;

/** 20260131-235959Z: sorts by time and is a valid file name everywhere. */
function timestamp(now: Date): string {
  return now
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, "")
    .replace("T", "-");
}

/** `backup`: writes one archive of the current state. */
export async function backup({ out }: BackupOptions): Promise<Answer> {
  const settings = loadSettings();
  const file = path.resolve(out ?? `pentimento-${timestamp(new Date())}.tar.gz`);
  if (!hasDatabase(settings)) {
    throw new Failure(
      `There is nothing to back up: no studio was ever started on ${settings.DATA_DIR}. Set DATA_DIR to the studio's folder.`,
    );
  }
  const report = await withDatabase(settings, ({ url }) =>
    step("Back up", (say) => createBackup({ url, dataDir: settings.DATA_DIR, file }, say)),
  );
  const { blobs, rows, bytes, spooled, hasSecret } = report;
  const isSecretElsewhere = settings.PENTIMENTO_SECRET !== undefined;
  const absent = blobs.missing.length + blobs.damaged.length;
  return {
    value: { file, ...report, isSecretElsewhere },
    lines: [
      `${file}  ${(bytes / MEBIBYTE).toFixed(1)} MB: ${rows} rows, ${blobs.count} pictures, ${spooled} files of answers.`,
      ...(hasSecret
        ? [
            "! It contains the studio's secret and all pictures: anyone with this file has the whole studio.",
          ]
        : []),
      ...(isSecretElsewhere
        ? [
            "! PENTIMENTO_SECRET is set in the environment and not included. Keep it: sealed keys cannot be opened without it.",
          ]
        : []),
      ...(absent > 0
        ? [
            `✗ ${blobs.missing.length} pictures are missing, ${blobs.damaged.length} are damaged there. Run \`doctor --full\`, and keep your earlier backups.`,
          ]
        : []),
    ],
    isFailure: absent > 0,
  };
}

/** `restore`: restores an archive into an empty folder. */
export async function restore(archive: string, { dataDir }: RestoreOptions): Promise<Answer> {
  const settings = loadSettings();
  const file = path.resolve(archive);
  const folder = path.resolve(dataDir ?? settings.DATA_DIR);
  await assertEmptyFolder(folder);
  const checked = await step("Compare the sums of the archive", (say) => checkArchive(file, say));
  await assertNotNewer(checked.header.migrations, "backup");
  if (settings.DATABASE_URL) await checkDatabase(settings.DATABASE_URL);

  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await takeLock(folder, "a restore", () => {});
  let isDone = false;
  try {
    const database = settings.DATABASE_URL
      ? { url: settings.DATABASE_URL, stop: async () => {} }
      : await openEmbedded(folder, null);
    const report = await step("Restore", async (say) => {
      try {
        return await restoreInto({ url: database.url, dataDir: folder, file }, checked, say);
      } finally {
        await database.stop();
      }
    });
    isDone = true;
    const { missing, damaged } = checked.manifest.blobs;
    const absent = missing.length + damaged.length;
    const { rows, blobs, spooled, waiting, hasSecret } = report;
    return {
      value: { dataDir: folder, createdAt: checked.header.createdAt, absent, ...report },
      lines: [
        `${folder}  the studio of ${checked.header.createdAt}: ${rows} rows, ${blobs} pictures, ${spooled} files of answers; all sums are right.`,
        ...(waiting > 0
          ? [
              `! ${waiting} generations were queued. They continue when the studio starts, and cost money.`,
            ]
          : []),
        ...(hasSecret
          ? []
          : [
              "! The secret was not included. Set PENTIMENTO_SECRET to its old value; otherwise everyone must sign in and enter their keys again.",
            ]),
        ...(absent > 0 ? [`! ${absent} pictures were missing or damaged when it was made.`] : []),
        ...(folder === settings.DATA_DIR ? [] : [`Start it with DATA_DIR=${folder}.`]),
      ],
    };
  } finally {
    await lock.release();
    if (!isDone) await emptyFolder(folder);
  }
}
