import "server-only";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { db } from "@/lib/server/db";
import { spoolFolder } from "@/lib/server/domain/images/storage";

const BATCH = 500;
/** Files of one answer: the body, its head, a partly written head, and images being extracted. */
const SUFFIX = /\.(?:head\.json(?:\.tmp)?|found-\d+)$/;

/**
 * Removes answers that were last used before `before` (by file modification time), of generations that are finished or
 * deleted. Generations under way keep their answer, however old. Returns how many were removed.
 */
export async function sweepSpool(before: Date): Promise<number> {
  const filesByAnswer = await unusedAnswers(before.getTime());
  const names = [...filesByAnswer.keys()];
  let swept = 0;
  for (let at = 0; at < names.length; at += BATCH) {
    const batch = names.slice(at, at + BATCH);
    // Update the rows first, so that no page offers an answer that is about to be removed.
    await db.generation.updateMany({
      where: { spoolName: { in: batch }, finishedAt: { not: null } },
      data: { spoolName: null },
    });
    const referenced = await db.generation.findMany({
      where: { spoolName: { in: batch } },
      select: { spoolName: true },
    });
    const kept = new Set(referenced.map(({ spoolName }) => spoolName));
    for (const name of batch.filter((one) => !kept.has(one))) {
      const files = filesByAnswer.get(name) ?? [];
      await Promise.all(files.map((file) => rm(join(spoolFolder(), file), { force: true })));
      swept += 1;
    }
  }
  return swept;
}

/** Answers whose files are all older than `beforeMs`, with their files. */
async function unusedAnswers(beforeMs: number): Promise<Map<string, string[]>> {
  const files = await readdir(spoolFolder()).catch(() => []);
  const answers = new Map<string, string[]>();
  const recent = new Set<string>();
  for (const file of files) {
    const name = file.replace(SUFFIX, "");
    const found = await stat(join(spoolFolder(), file)).catch(() => null);
    if (found === null) continue;
    if (found.mtimeMs >= beforeMs) recent.add(name);
    answers.set(name, [...(answers.get(name) ?? []), file]);
  }
  for (const name of recent) answers.delete(name);
  return answers;
}
