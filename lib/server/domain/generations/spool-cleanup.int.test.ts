import { access, mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { lookAgain } from "@/lib/server/domain/generations/look-again";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { createTurn } from "@/lib/server/domain/turns/create";
import { sweepDataFolder } from "@/lib/server/domain/instance/housekeeping";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

const now = new Date("2026-06-01T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

async function spool(name: string, days: number, suffix = ".head.json"): Promise<void> {
  await mkdir(spoolFolder(), { recursive: true });
  for (const file of [name, `${name}${suffix}`]) {
    await writeFile(join(spoolFolder(), file), "{}");
    await utimes(join(spoolFolder(), file), daysAgo(days), daysAgo(days));
  }
}

const isKept = (name: string) =>
  access(join(spoolFolder(), name)).then(
    () => true,
    () => false,
  );

test("answers are removed after 90 days unless their generation is under way", async () => {
  await prepareQueue();
  const ada = await makeActor();
  const make = async (state: "failed" | "received", name: string) => {
    const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
    const id = turn.generations[0]?.id ?? "";
    const finishedAt = state === "failed" ? daysAgo(91) : null;
    const facts = { state, spoolName: name, finishedAt, upstreamStatus: 200, responseBytes: 2 };
    await db.generation.update({ where: { id }, data: facts });
    return id;
  };
  const old = await make("failed", "old");
  const young = await make("failed", "young");
  await make("received", "waited-for");
  await spool("old", 91);
  await spool("young", 89);
  await spool("waited-for", 200);
  await spool("nobodys", 91);
  await spool("fresh-orphan", 1);
  // Recently read again: its head is new, its body is not.
  await make("failed", "looked-at");
  await spool("looked-at", 91);
  await utimes(join(spoolFolder(), "looked-at.head.json"), now, now);

  await sweepDataFolder(now);
  const kept = [
    "old",
    "old.head.json",
    "young",
    "waited-for",
    "nobodys",
    "fresh-orphan",
    "looked-at",
  ];
  expect(await Promise.all(kept.map(isKept))).toEqual([
    false,
    false,
    true,
    true,
    false,
    true,
    true,
  ]);
  expect(await db.generation.findUnique({ where: { id: old } })).toMatchObject({ spoolName: null });
  const look = { path: null, keep: false };
  await expect(lookAgain(ada, { ...look, generationId: brandId(old) })).rejects.toMatchObject({
    code: "answer_gone",
  });
  expect(await db.generation.findUnique({ where: { id: young } })).toMatchObject({
    spoolName: "young",
  });
});
