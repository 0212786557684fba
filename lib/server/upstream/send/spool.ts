import "server-only";
import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { lookAgainBody } from "@/lib/contracts/answers";
import { FAILURES, type Failure, type FailureCode } from "@/lib/contracts/failures";
import { PatientFile, untilRoom } from "./patient-file";
import { ChunkWriter } from "./chunk-writer";
import { SecretMask } from "./secret-mask";

const codes = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];
const failureSchema: z.ZodType<Failure> = z.object({
  code: z.enum(codes),
  billed: z.enum(["no", "yes", "unknown"]),
  resendable: z.boolean(),
  retryAfterMs: z.number().optional(),
  httpStatus: z.number().optional(),
  upstreamCode: z.string().optional(),
  modelWords: z.string().optional(),
  hint: z.literal("drop_to_2k").optional(),
});

const answerHead = z.object({
  status: z.int(),
  contentType: z.string().nullable(),
  /** Ids by which the provider finds the call, by header name. */
  requestIds: z.record(z.string(), z.string()),
  retryAfterMs: z.number().nullable(),
  /** Milliseconds since the epoch. */
  sentAt: z.number(),
  firstByteAt: z.number(),
  receivedAt: z.number().nullable(),
  bytes: z.number(),
  /** The uncompressed length that the upstream announced; null if none. */
  expectedBytes: z.number().nullable().optional(),
  /** The answer is complete: reading it again gives the same result. */
  complete: z.boolean(),
  /** Why it is incomplete; part of it may still hold an image. */
  cut: failureSchema.nullable(),
  /** SHA-256 of the images sent with the call, to detect an echo. */
  sentPictures: z.array(z.string()),
  asked: z.object({ endpoint: z.string(), size: z.string().nullable(), is4K: z.boolean() }),
  /**
   * A user's request to read the answer again, and where to look. Stored here so that it survives a crash of the
   * reader.
   */
  look: lookAgainBody.optional(),
});

/** What is known of an answer besides its body; stored beside the spooled body as `<spoolPath>.head.json`. */
export type AnswerHead = z.infer<typeof answerHead>;

const headPath = (spoolPath: string) => `${spoolPath}.head.json`;

const newHeadPath = (spoolPath: string) => `${headPath(spoolPath)}.tmp`;

/** Writes the head atomically. */
export async function writeHead(spoolPath: string, head: AnswerHead): Promise<void> {
  await writeFile(newHeadPath(spoolPath), JSON.stringify(head));
  await rename(newHeadPath(spoolPath), headPath(spoolPath));
}

/**
 * The head of a spooled answer; null if none was spooled. A new head that was written but not yet renamed (the process
 * died in between) wins. After a crash `complete: false` does not mean that the answer is missing: see `readRemains`.
 */
export async function readHead(spoolPath: string): Promise<AnswerHead | null> {
  return (await parseHead(newHeadPath(spoolPath))) ?? parseHead(headPath(spoolPath));
}

async function parseHead(path: string): Promise<AnswerHead | null> {
  try {
    const parsed = answerHead.safeParse(JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Removes a spooled answer and its head, if present. */
export async function removeSpool(spoolPath: string): Promise<void> {
  const paths = [spoolPath, headPath(spoolPath), newHeadPath(spoolPath)];
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}

/** The file that receives an answer as it arrives. The secret is masked before it reaches the disk. */
export class SpoolWriter {
  readonly #file: PatientFile;
  readonly #mask: SecretMask;
  readonly #writer: ChunkWriter;

  private constructor(file: PatientFile, secret: string) {
    this.#file = file;
    this.#mask = new SecretMask(secret);
    this.#writer = new ChunkWriter((pieces) => file.write(pieces));
  }

  /** @param signal once aborted, a full disk is no longer waited for */
  static async create(
    spoolPath: string,
    secret: string,
    signal?: AbortSignal,
  ): Promise<SpoolWriter> {
    const handle = await untilRoom(async () => {
      await mkdir(dirname(spoolPath), { recursive: true, mode: 0o700 });
      // Opened without truncation: an empty file may hold space reserved for this answer (reserve-file.ts).
      return open(spoolPath, constants.O_WRONLY | constants.O_CREAT, 0o600);
    }, signal);
    if ((await handle.stat()).size > 0) await handle.truncate();
    return new SpoolWriter(new PatientFile(handle), secret);
  }

  async write(chunk: Buffer): Promise<void> {
    for (const piece of this.#mask.push(chunk)) await this.#writer.write(piece);
  }

  /**
   * On a full disk, waits for room until the signal is aborted. Not fsynced: the kernel has the bytes, so they
   * survive the death of the process, and images are fsynced when they are stored.
   */
  async close(signal?: AbortSignal): Promise<void> {
    const { handle } = this.#file;
    try {
      await this.#writer.write(this.#mask.flush());
      await this.#writer.flush();
      await this.#file.settle(signal);
      // Frees reserved space that was not needed.
      await handle.truncate((await handle.stat()).size);
    } finally {
      await handle.close();
    }
  }
}
