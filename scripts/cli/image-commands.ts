import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { ImportId } from "@/lib/contracts/ids";
import type { ImportView } from "@/lib/contracts/imports";
import { IMPORT_MAX_ENTRIES } from "@/lib/contracts/limits";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { chooseImages } from "@/lib/server/domain/downloads/commands";
import { listArchive } from "@/lib/server/domain/downloads/archive";
import { type ZipEntry, zipStream } from "@/lib/server/domain/export/zip";
import { withIncomingFile } from "@/lib/server/domain/images/upload";
import { addImport, loadImport, startImport } from "@/lib/server/domain/imports/commands";
import { runImport } from "@/lib/server/domain/imports/run";
import { findActingMember } from "@/lib/server/domain/members/acting-member";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { readableOf } from "@/lib/server/request/web-stream";
import { step } from "../launch/steps.mjs";
import { Failure } from "../setup/failure";
import type { Answer } from "./answer";
import type { ExportOptions, ImportOptions } from "./images";
import { findPersonal } from "./token-commands";
import { findUser } from "./user-commands";

const MEBIBYTE = 1024 * 1024;
const PROGRESS_MS = 500;

/** `import`: the same steps as on screen, in this process. A running studio goes on with it if this one is stopped. */
export async function importImages(source: string, options: ImportOptions): Promise<Answer> {
  const actor = await findActor(options);
  const found = await stat(source).catch(() => null);
  if (found === null) throw new Failure(`There is no file or folder ${source}.`);
  await prepareQueue();
  const name = path.basename(path.resolve(source));
  const { id } = await step("Read the files", () => receive(actor, source, name));
  await step("Compare", (say) => follow(actor, id, say));
  const dry = await loadImport(actor, id);
  if (dry.state === "ready" && !options.dryRun && dry.new > 0) {
    await startImport(actor, id);
    await step("Import", (say) => follow(actor, id, say));
  }
  const view = await loadImport(actor, id);
  return { value: view, lines: describe(view), isFailure: view.state === "failed" };
}

/** The archive goes to the data folder: a ZIP as it is, everything else packed into one. */
async function receive(actor: Actor, source: string, name: string): Promise<ImportView> {
  const isZip = /\.zip$/i.test(source);
  const bytes = isZip ? (await stat(source)).size : undefined;
  return withIncomingFile(async (target) => {
    if (isZip) await copyFile(source, target);
    else await pipeline(readableOf(zipStream(listFiles(source))), createWriteStream(target));
    return addImport(actor, { name, path: target });
  }, bytes);
}

/** The files of a folder and its subfolders, or the one file. Links are not followed. */
async function* listFiles(source: string): AsyncGenerator<ZipEntry> {
  if ((await stat(source)).isFile()) {
    yield fileEntry(path.dirname(source), path.basename(source), new Date());
    return;
  }
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)));
  if (files.length > IMPORT_MAX_ENTRIES) {
    throw new Failure(`${files.length} files: import at most ${IMPORT_MAX_ENTRIES} at once.`);
  }
  for (const name of files.toSorted()) yield fileEntry(source, name, new Date());
}

function fileEntry(folder: string, name: string, mtime: Date): ZipEntry {
  return {
    name: name.split(path.sep).join("/"),
    mtime,
    isCompressed: false,
    open: () => createReadStream(path.join(folder, name)),
  };
}

async function follow(actor: Actor, id: ImportId, say: (text: string) => void): Promise<void> {
  const over = new AbortController();
  const progress = (async () => {
    while (!over.signal.aborted) {
      const { done, total } = await loadImport(actor, id);
      say(`${done} of ${total}`);
      await wait(PROGRESS_MS);
    }
  })();
  try {
    await runImport(id, { clock });
  } finally {
    over.abort();
    await progress;
  }
}

function describe(view: ImportView): string[] {
  const size = `${(view.newBytes / MEBIBYTE).toFixed(1)} MB`;
  const first =
    view.state === "ready"
      ? `${view.new} of ${view.total} files would be imported (${size}).`
      : `${view.imported} of ${view.total} files were imported.`;
  return [
    first,
    ...(view.duplicates > 0 ? [`${view.duplicates} are there already.`] : []),
    ...(view.refused > 0 ? [`! ${view.refused} were left out:`] : []),
    ...view.problems.map(({ path: file, problem }) => `  ${problem}  ${file}`),
    ...(view.state === "failed" ? ["✗ The person may no longer upload there."] : []),
  ];
}

/** `export`: what a search finds, or everything that the person sees, with no limit to the number. */
export async function exportImages(options: ExportOptions): Promise<Answer> {
  const actor = await findActor(options);
  const day = clock.now().toISOString().slice(0, 10);
  const file = path.resolve(options.out ?? `pentimento-pictures-${day}.zip`);
  if ((await stat(file).catch(() => null)) !== null) throw new Failure(`${file} exists.`);
  const { query, view, collection } = options;
  if (collection !== undefined && !z.uuid().safeParse(collection).success) {
    throw new Failure("--collection must be an id.");
  }
  const chosen = await chooseImages(actor, {
    ...(query !== undefined && { query }),
    ...(view !== undefined && { view }),
    ...(collection !== undefined && { fromCollectionId: brandId(collection) }),
  });
  const draft = `${file}.part`;
  try {
    const zip = zipStream(listArchive(actor, chosen, clock.now()));
    await step("Write the ZIP", () =>
      pipeline(readableOf(zip), createWriteStream(draft, { mode: 0o600 })),
    );
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
  const { size } = await stat(file);
  return {
    value: { file, images: chosen.imageIds.length, bytes: size },
    lines: [`${file}  ${(size / MEBIBYTE).toFixed(1)} MB: ${chosen.imageIds.length} pictures.`],
  };
}

/** The person of a command, with their rights in the workspace. */
export async function findActor({
  email,
  workspace,
}: Pick<ImportOptions, "email" | "workspace">): Promise<Actor> {
  const { id: createdById } = await findUser(email);
  const workspaceId = workspace ?? (await findPersonal(createdById));
  if (!z.uuid().safeParse(workspaceId).success) throw new Failure("--workspace must be an id.");
  const actor = await findActingMember(db, { createdById, workspaceId });
  if (actor === null) {
    throw new Failure(`${email} is not a member of the workspace ${workspaceId}.`);
  }
  return actor;
}
