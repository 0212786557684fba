import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { authSecret } from "@/lib/server/auth/secret";
import { db } from "@/lib/server/db";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { cli } from "../testing/cli";
import { makeActor } from "../testing/studio";
import { makePaintedThread } from "../testing/thread";
import type { Finding } from "./finding";

/** Runs `doctor` on a healthy instance, and then with several faults. */

const dataDir = process.env.DATA_DIR ?? "";
const secret = path.join(dataDir, "secret");
let generationId: string;

interface Report {
  isWell: boolean;
  findings: Finding[];
}

async function examine(args: string[] = [], env: Record<string, string> = {}) {
  const { code, out } = await cli(["doctor", "--json", ...args], {
    env: { UPSTREAM_API_KEY: "", SMTP_URL: "", ...env },
  });
  const report = JSON.parse(out) as Report;
  expect(code).toBe(report.isWell ? 0 : 1);
  return new Map(report.findings.map((finding) => [finding.check, finding]));
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

beforeAll(async () => {
  await prepareQueue();
  const ada = await makeActor();
  ({
    generation: { id: generationId },
  } = await makePaintedThread(ada));
  authSecret();
});

test("a healthy instance has no findings", async () => {
  const findings = await examine(["--full"]);
  const bad = [...findings.values()].filter(
    ({ check, state }) => state !== "ok" && check !== "disk",
  );
  expect(bad).toEqual([]);
  expect([...findings.keys()]).toEqual([
    ...["node", "sharp", "folder", "disk", "secret", "database", "migrations", "clock"],
    ...["leases", "line", "queue", "originals", "strays", "previews", "spool", "key", "mail"],
  ]);
});

test("each fault is found, and does not prevent the other checks", async () => {
  await chmod(secret, 0o644);
  const originals = path.join(dataDir, "blobs", "originals");
  const [name = ""] = (await readdir(originals, { recursive: true })).filter((entry) =>
    /[\da-f]{64}$/.test(entry),
  );
  await writeFile(path.join(originals, name), "rot");
  const stray = path.join(dataDir, "blobs", "derivatives", "w256", "ab", "cd");
  await mkdir(stray, { recursive: true });
  await writeFile(path.join(stray, "ab".repeat(32)), "a preview");
  await db.generation.update({
    where: { id: generationId },
    data: { state: "received", spoolName: "nowhere-0", leaseUntil: new Date(Date.now() - 600_000) },
  });
  const port = await closedPort();
  const findings = await examine(["--full"], {
    UPSTREAM_API_KEY: "sk-canary-of-doctor",
    UPSTREAM_BASE_URL: `http://127.0.0.1:${port}/v1`,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: "studio@example.org",
    PENTIMENTO_URL: "https://studio.example.org",
  });
  expect(findings.get("secret")).toMatchObject({ state: "wrong", remedy: `chmod 600 ${secret}` });
  const damage = findings.get("originals");
  expect(damage).toMatchObject({ state: "wrong" });
  expect(damage?.says).toContain(path.basename(name));
  expect(findings.get("previews")).toMatchObject({ state: "warn" });
  expect(findings.get("leases")).toMatchObject({ state: "warn" });
  expect(findings.get("spool")).toMatchObject({ state: "wrong" });
  expect(findings.get("upstream")).toMatchObject({ state: "wrong" });
  expect(findings.get("mail")).toMatchObject({ state: "wrong" });
  expect(JSON.stringify([...findings.values()])).not.toContain("canary");
});

test("without a database the other checks run, and none is created", async () => {
  const findings = await examine([], { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" });
  expect(findings.get("database")).toMatchObject({ state: "wrong" });
  expect(findings.get("key")).toMatchObject({ state: "ok" });

  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-doctor-"));
  const fresh = await examine([], { DATABASE_URL: "", DATA_DIR: folder });
  expect(fresh.get("database")).toMatchObject({ state: "warn" });
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test.each(["backup", "restore", "doctor"])("%s --help needs no database", async (name) => {
  const { code, out } = await cli([name, "--help"], {
    env: { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" },
  });
  expect(code).toBe(0);
  expect(out).toContain("--json");
});
