import "server-only";
import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { lookAgainBody } from "@/lib/contracts/answers";
import { FAILURES, type Failure, type FailureCode } from "@/lib/contracts/failures";
import { PatientFile, untilRoom } from "./patient-file";
import { PieceWriter } from "./chunk-writer";
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
  /** Ids by which the provider finds the call again, by header name. */
  requestIds: z.record(z.string(), z.string()),
  retryAfterMs: z.number().nullable(),
  /** Milliseconds since the epoch. */
  sentAt: z.number(),
  firstByteAt: z.number(),
  receivedAt: z.number().nullable(),
  bytes: z.number(),
  /** The body's length as the service announced it, uncompressed; null where it did not. */
  expectedBytes: z.number().nullable().optional(),
  /** The answer is whole: reading it again later gives the same. */
  complete: z.boolean(),
  /** Why it is not whole, where part of it may still hold a picture. */
  cut: failureSchema.nullable(),
  /** SHA-256 of the pictures that went along, to know an echo. */
  sentPictures: z.array(z.string()),
  asked: z.object({ endpoint: z.string(), size: z.string().nullable(), is4K: z.boolean() }),
  /** A person's word to read it once more, and where to look. It stands here, so that it outlives whoever reads. */
  look: lookAgainBody.optional(),
});

/** What is known of an answer besides its body; kept beside the spooled body as `<spoolPath>.head.json`. */
export type AnswerHead = z.infer<typeof answerHead>;

const headPath = (spoolPath: string) => `${spoolPath}.head.json`;

const newHeadPath = (spoolPath: string) => `${headPath(spoolPath)}.tmp`;

/** Writes the head in one step: a crash leaves the old one or the new one. */
export async function writeHead(spoolPath: string, head: AnswerHead): Promise<void> {
  await writeFile(newHeadPath(spoolPath), JSON.stringify(head));
  await rename(newHeadPath(spoolPath), headPath(spoolPath));
}

/**
 * The head of a spooled answer, or null where none was spooled. A new head that was written and not yet put in the old
 * one's place (the process died in between) is the newer truth.
 * After a crash `complete: false` does not say that the answer is not there: see `readRemains`.
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

/** Removes a spooled answer and all that belongs to it; fine when it is not there. */
export async function removeSpool(spoolPath: string): Promise<void> {
  const paths = [spoolPath, headPath(spoolPath), newHeadPath(spoolPath)];
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}

/** The file that an answer is written to as it arrives. The secret never reaches it. */
export class SpoolWriter {
  readonly #file: PatientFile;
  readonly #mask: SecretMask;
  readonly #writer: PieceWriter;

  private constructor(file: PatientFile, secret: string) {
    this.#file = file;
    this.#mask = new SecretMask(secret);
    this.#writer = new PieceWriter((pieces) => file.write(pieces));
  }

  /** @param signal once it is aborted, a full disk is no longer waited for */
  static async create(
    spoolPath: string,
    secret: string,
    signal?: AbortSignal,
  ): Promise<SpoolWriter> {
    const handle = await untilRoom(async () => {
      await mkdir(dirname(spoolPath), { recursive: true, mode: 0o700 });
      // Not truncated by opening: an empty file may hold room for this very answer (hold-room.ts).
      return open(spoolPath, constants.O_WRONLY | constants.O_CREAT, 0o600);
    }, signal);
    if ((await handle.stat()).size > 0) await handle.truncate();
    return new SpoolWriter(new PatientFile(handle), secret);
  }

  async write(chunk: Buffer): Promise<void> {
    for (const piece of this.#mask.push(chunk)) await this.#writer.write(piece);
  }

  /**
   * Waits for room where the disk is full, until the signal is aborted. Not fsynced: what must survive the death of a
   * process is in the kernel by now, and the pictures themselves are fsynced when they are stored.
   */
  async close(signal?: AbortSignal): Promise<void> {
    const { handle } = this.#file;
    try {
      await this.#writer.write(this.#mask.flush());
      await this.#writer.flush();
      await this.#file.settle(signal);
      // Gives back what was held and not needed.
      await handle.truncate((await handle.stat()).size);
    } finally {
      await handle.close();
    }
  }
}
