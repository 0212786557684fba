import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { isFlawless, toTable } from "@/scripts/faults/report";
import { runFaults } from "@/scripts/faults/run";
import { FaultStudio } from "@/scripts/faults/studio";
import { FaultyUpstream } from "@/scripts/faults/upstream";
import { createTestDatabase } from "@/scripts/testing/database";
import { expect, test } from "../fixtures/test";

// A small `npm run test:faults`: fixed faults, one killed worker, one upstream outage.

const SEED = 41;
const GENERATIONS = 40;

test.setTimeout(300_000);

test("during upstream faults nothing that arrived is lost, and nothing is paid twice", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-faults-"));
  const database = await createTestDatabase();
  const upstream = await FaultyUpstream.start(SEED);
  try {
    const studio = await FaultStudio.start(folder, database.url, upstream);
    try {
      const verdict = await runFaults({
        ...{ seed: SEED, generations: GENERATIONS, studio, upstream },
        databaseUrl: database.url,
        isShort: true,
        say: () => undefined,
      });
      expect(isFlawless(verdict), toTable(verdict)).toBe(true);
      // The run was not empty.
      expect(verdict.generations).toBe(GENERATIONS);
      expect(verdict.arrived, toTable(verdict)).toBeGreaterThan(GENERATIONS / 4);
    } finally {
      await studio.stop();
    }
  } finally {
    await upstream.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
