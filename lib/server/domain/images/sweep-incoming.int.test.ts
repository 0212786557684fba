import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { incomingFolder } from "@/lib/server/domain/images/storage";
import { sweepIncoming } from "@/lib/server/domain/images/sweep-incoming";

test("files of dead processes are deleted, and recent ones stay", async () => {
  const now = new Date("2026-03-01T12:00:00Z");
  const at = async (name: string, hoursAgo: number) => {
    const path = join(incomingFolder(), name);
    await writeFile(path, "bytes");
    const time = new Date(now.getTime() - hoursAgo * 3_600_000);
    await utimes(path, time, time);
  };
  await mkdir(incomingFolder(), { recursive: true });
  await at("left", 7);
  await at("coming", 1);
  await sweepIncoming(now.getTime() - 6 * 3_600_000);
  expect(await readdir(incomingFolder())).toEqual(["coming"]);
});
