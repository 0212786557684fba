import "server-only";
import { z } from "zod";
import { answerPath, type AnswerPath } from "@/lib/contracts/answers";
import { db, inTransaction } from "@/lib/server/db";
import { upstreamKey } from "@/lib/server/domain/upstream/upstream-name";

/** More reply shapes than one upstream has; the oldest path is dropped. */
const PATHS_MAX = 20;

const stored = z.array(answerPath).catch([]);

/** JSON paths at which the owner located images in the upstream's replies, newest first. */
export async function keptAnswerPaths(): Promise<AnswerPath[]> {
  const row = await db.upstreamFindings.findUnique({
    where: { upstream: upstreamKey() },
    select: { answerPaths: true },
  });
  return stored.parse(row?.answerPaths ?? []);
}

/** Adds a path: replies of the configured upstream are searched there too if no image is found elsewhere. */
export async function keepAnswerPath(path: AnswerPath): Promise<void> {
  const upstream = upstreamKey();
  await inTransaction(async (tx) => {
    await tx.upstreamFindings.upsert({ where: { upstream }, create: { upstream }, update: {} });
    // Locks the row, so that a concurrent save adds to this one.
    const [row] = await tx.$queryRaw<{ answerPaths: unknown }[]>`
      SELECT "answerPaths" FROM "UpstreamFindings" WHERE upstream = ${upstream} FOR UPDATE`;
    const text = JSON.stringify(path);
    const others = stored.parse(row?.answerPaths).filter((one) => JSON.stringify(one) !== text);
    const answerPaths = [path, ...others].slice(0, PATHS_MAX);
    await tx.upstreamFindings.update({
      where: { upstream },
      data: { answerPaths, updatedAt: new Date() },
    });
  });
}
