import "server-only";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { answerPath, type AnswerPart, type LookAgainBody } from "@/lib/contracts/answers";
import type { GenerationView } from "@/lib/contracts/generations";
import type { GenerationId } from "@/lib/contracts/ids";
import { authorizeGeneration } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { rescueAnswer } from "@/lib/server/domain/generations/rescue";
import { secretsAround } from "@/lib/server/domain/keys/open";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { generationInclude, toGenerationView } from "@/lib/server/domain/views/generation";
import { AppError } from "@/lib/server/errors";
import { describeAnswer } from "@/lib/server/upstream/read/answer-tree";
import { readHead, writeHead } from "@/lib/server/upstream/send/spool";

/** So much of a place is enough to know it by. */
const PATH_CHARS = 200;

const ENDED_WITHOUT_PICTURE: readonly string[] = ["failed", "unknown", "cancelled"];

/**
 * Reads the kept answer of a generation that ended without a picture once more, by a worker. Nothing is sent, whatever
 * it finds. Only the owner of the studio may point at a place in it.
 * Throws `answer_gone` where no answer is kept, `conflict` where the generation is under way, has a picture or was sent
 * again since, `forbidden` for a path of somebody else's, and `not_found`.
 */
export async function lookAgain(
  actor: Actor,
  generationId: GenerationId,
  look: LookAgainBody,
): Promise<GenerationView> {
  const generation = await authorizeGeneration(actor, generationId, "write");
  if (look.path !== null && !actor.isInstanceOwner) throw new AppError("forbidden");
  if (!ENDED_WITHOUT_PICTURE.includes(generation.state) || generation.supersededAt !== null)
    throw new AppError("conflict");
  const { spoolPath, head } = await findAnswer(generation.spoolName);
  await writeHead(spoolPath, { ...head, look });
  const also = (tx: Tx) => noteKept(tx, actor, look);
  if (!(await rescueAnswer(generation.id, { isAsked: true, also }))) throw new AppError("conflict");
  const row = await db.generation.findUniqueOrThrow({
    where: { id: generation.id },
    include: generationInclude,
  });
  return toGenerationView(row);
}

/** A place that is kept is looked at in everybody's answers from then on. */
async function noteKept(tx: Tx, actor: Actor, { path, keep }: LookAgainBody): Promise<void> {
  if (path === null || !keep) return;
  await recordAudit(tx, actor, {
    workspaceId: null,
    act: "upstream.place_kept",
    target: { kind: "upstream", id: null, name: path.join(" › ").slice(0, PATH_CHARS) },
  });
}

/**
 * A part of a generation's raw answer, bounded, without base64 and secrets. For the instance's owner alone: the operation's
 * access sees to that.
 * @param query `at`: the path of the part, as JSON; `from`: the entry of a list to begin with
 * Throws `answer_gone` where it is not kept, `not_found` where it has no such part, `invalid_field` for what is no path.
 */
export async function readRawAnswer(
  actor: Actor,
  generationId: GenerationId,
  query: { at?: string | undefined; from?: string | undefined },
): Promise<AnswerPart> {
  const generation = await authorizeGeneration(actor, generationId, "read");
  const at = answerPath.safeParse(parseJson(query.at ?? "[]"));
  if (!at.success) throw new AppError("invalid_field", { field: "at" });
  const { spoolPath } = await findAnswer(generation.spoolName);
  const secrets = await secretsAround(generation);
  const part = await describeAnswer(spoolPath, at.data, Number(query.from ?? 0), secrets);
  if (part === null) throw new AppError("not_found");
  return part;
}

async function findAnswer(spoolName: string | null) {
  if (spoolName === null) throw new AppError("answer_gone");
  const spoolPath = join(spoolFolder(), spoolName);
  const [head, body] = await Promise.all([readHead(spoolPath), stat(spoolPath).catch(() => null)]);
  if (head === null || body === null) throw new AppError("answer_gone");
  return { spoolPath, head };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
