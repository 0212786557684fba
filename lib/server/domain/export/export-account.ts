import "server-only";
import { Readable } from "node:stream";
import type { Actor } from "@/lib/server/auth/actor";
import { countAttempts } from "@/lib/server/auth/throttle";
import { parseSha256 } from "@/lib/server/blobs/store";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { imageFile, threadFile } from "@/lib/server/domain/export/files";
import { readImages } from "@/lib/server/domain/export/images";
import { imagesCsv, usageCsv } from "@/lib/server/domain/export/tables";
import { threadJson, threadMarkdown } from "@/lib/server/domain/export/thread-text";
import { readThreads, readTurns } from "@/lib/server/domain/export/threads";
import { type ZipEntry, zipStream } from "@/lib/server/domain/export/zip";
import { endingOf } from "@/lib/server/domain/images/file-name";
import { blobStore } from "@/lib/server/domain/images/storage";

/**
 * Exports the actor's data as a ZIP: the profile with its picture, threads as JSON and Markdown, originals of the
 * images they created, and usage as CSV. Streams at the client's pace in constant memory. Covers only what the actor
 * may see today: nothing of workspaces they have left, nothing of others' private threads. Audited when it begins.
 * @throws AppError `too_many_attempts`
 */
export async function exportAccount(
  actor: Actor,
  { clock }: Deps,
): Promise<ReadableStream<Uint8Array>> {
  await countAttempts([{ limit: "account export", key: actor.userId }]);
  await inTransaction((tx) =>
    recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.exported",
      target: { kind: "account", id: actor.userId, name: actor.name },
    }),
  );
  return zipStream(listEntries(actor, clock.now()));
}

async function* listEntries(actor: Actor, now: Date): AsyncGenerator<ZipEntry> {
  yield text("profile.json", now, () => profileJson(actor, now));
  yield* profilePicture(actor, now);
  for await (const thread of readThreads(actor)) {
    const file = threadFile(thread);
    const at = thread.lastActivityAt;
    yield text(`${file}.json`, at, () => threadJson(thread, readTurns(actor, thread)));
    yield text(`${file}.md`, at, () => threadMarkdown(thread, readTurns(actor, thread)));
  }
  yield text("usage.csv", now, () => usageCsv(actor));
  yield text("pictures.csv", now, () => imagesCsv(actor));
  for await (const image of readImages(actor)) {
    if (image.sha256 !== null)
      yield await original(imageFile(image), image.sha256, image.createdAt);
  }
}

/** The stored square thumbnail: the image it was cut from is not kept. */
async function* profilePicture(actor: Actor, now: Date): AsyncGenerator<ZipEntry> {
  const { avatar } = await db.user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { avatar: { select: { sha256: true, media: true } } },
  });
  if (avatar) yield original(`profile-picture.${endingOf(avatar.media)}`, avatar.sha256, now);
}

function text(name: string, mtime: Date, write: () => AsyncIterable<string>): ZipEntry {
  return { name, mtime, isCompressed: true, open: () => Readable.from(write()) };
}

/** An image whose bytes are lost must not break the export: a note replaces it. */
async function original(name: string, sum: string, mtime: Date): Promise<ZipEntry> {
  const sha256 = parseSha256(sum);
  if (await blobStore().has(sha256)) {
    return { name, mtime, isCompressed: false, open: () => blobStore().open(sha256) };
  }
  const note = `The studio no longer has the bytes ${sha256}.\n`;
  return {
    name: `${name}.missing.txt`,
    mtime,
    isCompressed: true,
    open: () => Readable.from([note]),
  };
}

async function* profileJson(actor: Actor, now: Date): AsyncGenerator<string> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: {
      id: true,
      name: true,
      email: true,
      emailVerifiedAt: true,
      language: true,
      theme: true,
      createdAt: true,
      memberships: {
        select: {
          role: true,
          createdAt: true,
          workspace: { select: { id: true, name: true, kind: true } },
        },
      },
      logins: { select: { provider: true, createdAt: true } },
      accessTokens: {
        select: {
          name: true,
          ending: true,
          scopes: true,
          createdAt: true,
          lastUsedAt: true,
          revokedAt: true,
        },
      },
      shares: {
        select: {
          id: true,
          kind: true,
          preset: true,
          imageIds: true,
          threadId: true,
          collectionId: true,
          audience: true,
          downloads: true,
          createdAt: true,
          expiresAt: true,
          revokedAt: true,
          openings: true,
        },
      },
      shareComments: { select: { imageId: true, body: true, createdAt: true } },
      sessions: { select: { userAgent: true, createdAt: true, lastUsedAt: true, endedAt: true } },
    },
  });
  yield `${JSON.stringify({ exportedAt: now, ...user }, null, 2)}\n`;
}
