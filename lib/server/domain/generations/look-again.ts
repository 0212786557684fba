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

/** Enough of a JSON path to recognise it. */
const PATH_CHARS = 200;

const ENDED_WITHOUT_PICTURE: readonly string[] = ["failed", "unknown", "cancelled"];

/**
 * Has a worker read the kept answer of a generation that ended without an image again. Nothing is sent. Only the
 * instance owner may choose a JSON path in the answer.
 * @throws AppError `answer_gone` if no answer is kept, `conflict` if the generation is under way, has an image or was
 * retried, `forbidden` for a path from anyone but the instance owner, `not_found`
 */
export async function lookAgain(
  actor: Actor,
  { generationId, ...look }: LookAgainBody & { generationId: GenerationId },
): Promise<GenerationView> {
  const generation = await authorizeGeneration(actor, generationId, "write");
  if (look.path !== null && !actor.isInstanceOwner) throw new AppError("forbidden");
  if (!ENDED_WITHOUT_PICTURE.includes(generation.state) || generation.supersededAt !== null)
    throw new AppError("conflict");
  const { spoolPath, head } = await findAnswer(generation.spoolName);
  await writeHead(spoolPath, { ...head, look });
  const audit = (tx: Tx) => auditKeptPath(tx, actor, look);
  if (!(await rescueAnswer(generation.id, { isRequested: true, also: audit })))
    throw new AppError("conflict");
  const row = await db.generation.findUniqueOrThrow({
    where: { id: generation.id },
    include: generationInclude,
  });
  return toGenerationView(row);
}

/** A path that is kept applies to all later answers, so it is audited. */
async function auditKeptPath(tx: Tx, actor: Actor, { path, keep }: LookAgainBody): Promise<void> {
  if (path === null || !keep) return;
  await recordAudit(tx, actor, {
    workspaceId: null,
    act: "upstream.place_kept",
    target: { kind: "upstream", id: null, name: path.join(" › ").slice(0, PATH_CHARS) },
  });
}

/**
 * A part of a generation's raw answer, bounded, without base64 and secrets. The operation's access restricts it to the
 * instance owner.
 * @param query `at`: the JSON path of the part; `from`: the first list entry to return
 * @throws AppError `answer_gone` if no answer is kept, `not_found` if it has no such part, `invalid_field` for a
 * malformed path
 */
export async function readRawAnswer(
  actor: Actor,
  {
    generationId,
    ...query
  }: { generationId: GenerationId; at?: string | undefined; from?: string | undefined },
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
