import "server-only";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { AnswerEnd } from "./answer-end";
import { checkPictureFile, sniffMedia } from "../read/picture-file";
import { type AnswerHead, readHead } from "./spool";

const READ_BYTES = 1024 * 1024;

/**
 * What there is of a spooled answer, or null where nothing was spooled. The head is written once more when the last byte is
 * here; a process that died before that left a whole answer whose head says otherwise, so the body itself is looked at: whole
 * JSON, a whole event stream, a whole picture, or as many bytes as were announced. An error answer says enough by its status.
 * @returns its head: `bytes` is how much is on disk, `receivedAt` is set exactly where the answer can be read as it is
 */
export async function readRemains(spoolPath: string): Promise<AnswerHead | null> {
  const head = await readHead(spoolPath);
  if (head === null) return null;
  const file = await stat(spoolPath).catch(() => null);
  const bytes = file?.size ?? 0;
  if (head.receivedAt !== null) return head;
  const isWhole = head.status >= 300 || (bytes > 0 && (await isWholeBody(spoolPath, bytes, head)));
  const receivedAt = isWhole ? Math.round(file?.mtimeMs ?? head.firstByteAt) : null;
  return { ...head, bytes, receivedAt, complete: isWhole };
}

async function isWholeBody(path: string, bytes: number, head: AnswerHead): Promise<boolean> {
  if (head.expectedBytes === bytes) return true;
  const end = new AnswerEnd();
  let first: Buffer | null = null;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    const piece = chunk as Buffer;
    first ??= piece.subarray(0, 64);
    end.push(piece);
  }
  if (end.isWhole) return true;
  const isPicture = first !== null && sniffMedia(first).kind === "picture";
  return isPicture && (await checkPictureFile(path)).ok;
}
