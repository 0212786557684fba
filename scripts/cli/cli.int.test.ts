import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type ScriptedUpstream, startScriptedUpstream } from "@/e2e/upstream/server";
import type { UpstreamState } from "@/lib/contracts/upstream";
import { withClient } from "../database/connection";
import { cli as runCli, type Ran } from "../testing/cli";
import { makeActor } from "../testing/studio";

let upstream: ScriptedUpstream;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
});
beforeEach(() => upstream.reset());
afterAll(() => upstream.close());

function cli(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const known = { UPSTREAM_API_KEY: upstream.apiKey, UPSTREAM_BASE_URL: upstream.baseUrl };
  return runCli(args, { env: { ...known, ...env } });
}

type Checked = Pick<UpstreamState, "check" | "found" | "saved"> & {
  plan: { totalMicroUsd: number; isAgreed: boolean };
};

/** Throws unless standard output is exactly one JSON object. */
const parsed = ({ out }: Ran) => JSON.parse(out) as Checked;

async function makeOwner(): Promise<void> {
  const { userId } = await makeActor();
  await withClient(process.env.DATABASE_URL ?? "", (client) =>
    client.query(`UPDATE "User" SET "isInstanceOwner" = true WHERE id = $1`, [userId]),
  );
}

test("without --yes only free steps run, and the price of the rest is printed", async () => {
  const ran = await cli(["upstream", "check"]);
  expect(ran.code).toBe(0);
  expect(ran.out).toContain("The key is accepted");
  expect(ran.out).toMatch(/together +\$0\.20\n/);
  expect(upstream.calls()).toHaveLength(0);
});

test("with --yes it requests exactly the announced number of images and saves the findings", async () => {
  const paid = ["upstream", "check", "--json", "--yes", "--model", "gpt-image-2-vip"];
  const noOwner = await cli(paid);
  expect(noOwner.code).toBe(1);
  expect(JSON.parse(noOwner.out)).toMatchObject({ error: { code: "failure" } });
  expect(upstream.calls()).toHaveLength(0);

  await makeOwner();
  // The scripted upstream returns 96 × 64 whatever is requested.
  const ran = await cli([...paid, "--probe", "picture", "size", "--save"]);
  expect(ran.err).not.toContain("Error");
  expect(ran.code).toBe(0);
  const { plan, check, saved } = parsed(ran);
  expect(plan).toMatchObject({ totalMicroUsd: 60_000, isAgreed: true });
  expect(check).toMatchObject({ state: "done" });
  expect(saved?.models).toMatchObject([{ finding: { isSizeHonoured: false } }]);
  expect(upstream.calls()).toHaveLength(2);
});

test("a refused key exits with 1 and one sentence, and is not printed", async () => {
  upstream.listModelsWith({
    status: 401,
    json: { error: { message: `Invalid token ${upstream.apiKey}`, code: "invalid_api_key" } },
  });
  const ran = await cli(["upstream", "check"]);
  expect(ran.code).toBe(1);
  expect(ran.out).toContain("doesn't accept the API key");
  expect(ran.out + ran.err).not.toContain(upstream.apiKey);
});

test("a command prints help, and an error in the requested format", async () => {
  const help = await cli(["upstream", "check", "--help"]);
  expect(help.code).toBe(0);
  expect(help.out).toMatch(/--json[\s\S]+--yes/);
  // As started by `npm run cli` without -s: npm has already written to the same output.
  const npm = { npm_lifecycle_event: "cli", npm_config_loglevel: "" };
  const mistake = await cli(["upstream", "check", "--nonsense", "--json"], npm);
  expect(mistake.code).toBe(1);
  expect(mistake.err).toContain("npm run -s cli");
  expect(JSON.parse(mistake.out)).toMatchObject({ error: { code: "usage" } });
});

test("without DATABASE_URL a command starts the embedded database and stops it again", async () => {
  const dataDir = `${process.env.DATA_DIR}/stopped`;
  const ran = await cli(["upstream", "check", "--probe", "none", "--json"], {
    DATABASE_URL: "",
    DATA_DIR: dataDir,
  });
  expect(ran.code).toBe(0);
  expect(parsed(ran).check?.state).toBe("done");
  expect(ran.err).toContain("Stop the embedded PostgreSQL");
});
