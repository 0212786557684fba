import "server-only";
import { z } from "zod";
import { answerPath, type AnswerPath } from "@/lib/contracts/answers";
import { db, inTransaction } from "@/lib/server/db";
import { upstreamKey } from "@/lib/server/domain/studio/upstream-key";

/** An upstream does not have more shapes of answers than this; the oldest gives way. */
const PATHS_MAX = 20;

const stored = z.array(answerPath).catch([]);

/** Where the owner once pointed out a picture in answers of the configured upstream, the newest first. */
export async function keptAnswerPaths(): Promise<AnswerPath[]> {
  const row = await db.upstreamFindings.findUnique({
    where: { upstream: upstreamKey() },
    select: { answerPaths: true },
  });
  return stored.parse(row?.answerPaths ?? []);
}

/** From now on answers of the configured upstream are searched there as well, where nothing else is found. */
export async function keepAnswerPath(path: AnswerPath): Promise<void> {
  const upstream = upstreamKey();
  await inTransaction(async (tx) => {
    await tx.upstreamFindings.upsert({ where: { upstream }, create: { upstream }, update: {} });
    // Two that are kept at once: the second waits here and adds to the first.
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
