import "server-only";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { db } from "@/lib/server/db";
import { spoolFolder } from "@/lib/server/domain/images/storage";

const BATCH = 500;
/** Files of one answer: the body, its head, a head half written, pictures that were being taken out. */
const SUFFIX = /\.(?:head\.json(?:\.tmp)?|found-\d+)$/;

/**
 * Removes answers that nobody has looked at since `before` (by their files' age), of generations that have come to their end
 * or are gone. What is under way keeps its answer, however old. Returns how many went.
 */
export async function sweepSpool(before: Date): Promise<number> {
  const filesByAnswer = await oldAnswers(before.getTime());
  const names = [...filesByAnswer.keys()];
  let swept = 0;
  for (let at = 0; at < names.length; at += BATCH) {
    const batch = names.slice(at, at + BATCH);
    // First the rows, so that no page offers what is about to go.
    await db.generation.updateMany({
      where: { spoolName: { in: batch }, finishedAt: { not: null } },
      data: { spoolName: null },
    });
    const wanted = await db.generation.findMany({
      where: { spoolName: { in: batch } },
      select: { spoolName: true },
    });
    const kept = new Set(wanted.map(({ spoolName }) => spoolName));
    for (const name of batch.filter((one) => !kept.has(one))) {
      const files = filesByAnswer.get(name) ?? [];
      await Promise.all(files.map((file) => rm(join(spoolFolder(), file), { force: true })));
      swept += 1;
    }
  }
  return swept;
}

/** The files of each answer none of whose files is newer than `beforeMs`. */
async function oldAnswers(beforeMs: number): Promise<Map<string, string[]>> {
  const files = await readdir(spoolFolder()).catch(() => []);
  const answers = new Map<string, string[]>();
  const young = new Set<string>();
  for (const file of files) {
    const name = file.replace(SUFFIX, "");
    const found = await stat(join(spoolFolder(), file)).catch(() => null);
    if (found === null) continue;
    if (found.mtimeMs >= beforeMs) young.add(name);
    answers.set(name, [...(answers.get(name) ?? []), file]);
  }
  for (const name of young) answers.delete(name);
  return answers;
}
