import "server-only";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { AnswerEnd } from "./answer-end";
import { checkPictureFile, sniffMedia } from "../read/picture-file";
import { type AnswerHead, readHead } from "./spool";

const READ_BYTES = 1024 * 1024;

/**
 * Reads the state of a spooled answer; null if nothing was spooled. The head is rewritten after the last byte. If the
 * process died before that, the head of a complete answer says incomplete, so the body is checked: complete JSON, a
 * complete event stream, a complete image, or the announced length. For an error answer the status is enough.
 * @returns the head: `bytes` is the size on disk, `receivedAt` is set exactly if the answer can be read as it is
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
