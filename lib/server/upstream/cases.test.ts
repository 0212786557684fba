import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CERTIFICATE } from "@/e2e/upstream/certificate";
import {
  CASES_FOLDER,
  answerOf,
  isAboutWaiting,
  loadCases,
  namedRequests,
  requestOf,
  type Case,
} from "@/e2e/upstream/cases";
import { startScriptedUpstream, type ScriptedUpstream } from "@/e2e/upstream/server";
import type { Failure } from "@/lib/contracts/failures";
import { callOf } from "@/scripts/testing/case-call";
import { sendCall } from "./send/client";
import { collectPictures, type Collected } from "./fetch/collect-pictures";
import { createPictureFetcher, type PictureFetcher } from "./fetch/fetch-picture";
import { readAnswer } from "./read/read-answer";

/**
 * Runs every case of the case files through the real client over real sockets. `UPSTREAM_CASES=/path/to/more.json` runs
 * another file.
 */
const caseFile = process.env["UPSTREAM_CASES"];
const cases = caseFile === undefined ? loadCases() : loadCases(caseFile);
/**
 * Shapes beyond the documentation of the provider and relays: other spellings, encodings and attacks, and the names
 * that many upstreams use for errors, filters and refusals.
 */
const moreCases =
  caseFile === undefined
    ? ["more-cases.json", "naming-cases.json"].flatMap((name) =>
        loadCases(new URL(name, CASES_FOLDER)),
      )
    : [];
const requests = namedRequests();

const PUBLIC_ADDRESS = "93.184.216.34";
const REFUSED_ADDRESS = "93.184.216.35";
/**
 * DEADLINE_MS applies to cases about timeouts. All others get longer than a test may take: only the end of the answer
 * can end their call.
 */
const DEADLINE_MS = 1_500;
const PATIENT_MS = 600_000;

let upstream: ScriptedUpstream;
let fetcher: PictureFetcher;
let folder: string;
const dialled: string[] = [];
const tally = new Map<string, { passed: number; all: number }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cases-"));
  upstream = await startScriptedUpstream({
    assetOrigin: "https://cdn.pictures.example",
    // Well past the client's limit: on a busy machine an answer just after the limit would still be accepted.
    deadlineMs: DEADLINE_MS + 5_000,
    scale: 0.002,
  });
  let rebinds = 0;
  fetcher = createPictureFetcher({
    upstreamBaseUrl: "https://relay.pictures.example/v1",
    extraHosts: [],
    ca: CERTIFICATE,
    async lookup(hostname) {
      if (hostname === "private.pictures.example") return ["10.0.0.5"];
      if (hostname === "rebind.pictures.example") {
        rebinds += 1;
        return [rebinds === 1 ? REFUSED_ADDRESS : "127.0.0.1"];
      }
      if (hostname.endsWith(".pictures.example")) return [PUBLIC_ADDRESS];
      throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    },
    dial(address, port) {
      dialled.push(`${address}:${port}`);
      // No traffic leaves this machine: the public address maps to the scripted upstream, any other to a closed port.
      return address === PUBLIC_ADDRESS && port === 443
        ? { address: "127.0.0.1", port: upstream.securePort }
        : { address: "127.0.0.1", port: 1 };
    },
    limits: { connectMs: 1_000, idleMs: 400, totalMs: 10_000 },
    patience: { sleep: () => Promise.resolve() },
  });
});

afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
  for (const [group, { passed, all }] of tally) {
    process.stdout.write(`upstream cases, ${group.padEnd(22)} ${passed} of ${all}\n`);
  }
});

type Result = { collected: Collected | null; failure: Failure | null; words: string | null };

async function play(one: Case, dir: string): Promise<Result> {
  upstream.script([answerOf(one)]);
  if (one.transport?.mode === "refuse_once") await upstream.refuseFor(50);
  const spoolPath = join(dir, "answer");
  const timeLimitMs = isAboutWaiting(one) ? DEADLINE_MS : PATIENT_MS;
  const answer = await sendCall(callOf(requestOf(one, requests), timeLimitMs), upstream, {
    spoolPath,
    beforeSend: () => Promise.resolve(),
    limits: {
      connectRetryMs: [100, 200],
      tailGraceMs: 50,
      lateBodyIdleMs: 200,
    },
  });
  if (answer.outcome === "failed") return { collected: null, failure: answer.failure, words: null };
  const read = await readAnswer(spoolPath, { dir, secrets: [upstream.apiKey] });
  if (read.kind === "failure") return { collected: null, failure: read.failure, words: null };
  const { sentPictures, text } = read;
  const collected = await collectPictures(read.pictures, {
    ...{ dir, fetcher, sentPictures },
    isFresh: true,
  });
  return { collected, failure: collected.failure, words: text };
}

const groups = new Map<string, Case[]>();
const toGroup = (name: string, one: Case) => groups.set(name, [...(groups.get(name) ?? []), one]);
for (const one of cases) toGroup(one.group, one);
for (const one of moreCases) toGroup(`${one.group}, more`, one);

for (const [group, ofGroup] of groups) {
  tally.set(group, { passed: 0, all: ofGroup.length });
  describe(group, () => {
    test.each(ofGroup.map((one) => [`${one.id} ${one.description}`, one] as const))(
      "%s",
      async (_name, one) => {
        upstream.reset();
        dialled.length = 0;
        const dir = join(folder, one.id);
        await mkdir(dir);
        const cpuBefore = process.cpuUsage();
        const result = await play(one, dir);
        await check(one, result, process.cpuUsage(cpuBefore).user / 1_000);
        await rm(dir, { recursive: true });
        const count = tally.get(group);
        if (count) count.passed += 1;
      },
      40_000,
    );
  });
}

async function check(one: Case, { collected, failure, words }: Result, cpuMs: number) {
  const { expected } = one;
  const pictures = collected?.pictures ?? [];
  const expectsPictures = expected.kind === "image";
  if (expected.error_code_not === undefined) {
    expect(failure?.code ?? null).toBe(expectsPictures ? null : expected.error_code);
  } else expect([null, expected.error_code_not]).not.toContain(failure?.code ?? null);
  if (expected.message_contains) expect(failure?.modelWords).toContain(expected.message_contains);
  expect(pictures.length).toBe(expected.images);
  if (expectsPictures) checkPictures(expected, pictures);
  if (expected.retryable !== undefined) expect(failure?.resendable).toBe(expected.retryable);
  if (expected.billed !== undefined) {
    const billed = { true: "yes", false: "no", unknown: "unknown" }[String(expected.billed)];
    expect(failure?.billed).toBe(billed);
  }
  if (expected.retry_after_s !== undefined) {
    expect(failure?.retryAfterMs).toBe(expected.retry_after_s * 1_000);
  }
  if (expected.hint !== undefined) expect(failure?.hint).toBe(expected.hint);
  if (expected.max_cpu_ms !== undefined) expect(cpuMs).toBeLessThan(expected.max_cpu_ms);
  if (expected.kind === "text") expect(failure?.modelWords).toBeTruthy();
  // One upstream call each, whatever the answer; image downloads are counted separately.
  expect(upstream.calls().length).toBe(expected.upstream_calls ?? 1);
  checkWarnings(expected.warning, collected);
  expect(upstream.canaryHits()).toBe(0);
  for (const address of dialled) expect(address).toMatch(/^93\.184\.216\.3[45]:443$/);
  for (const { headers } of upstream.fetches()) expect(headers.authorization).toBeUndefined();
  if (expected.must_not_request?.startsWith("{{ASSET_ORIGIN}}")) {
    const path = expected.must_not_request.slice("{{ASSET_ORIGIN}}".length);
    expect(upstream.fetches().map((fetch) => fetch.path)).not.toContain(path);
  }
  const shown = JSON.stringify({ failure, words });
  expect(shown).not.toContain(upstream.apiKey);
}

function checkPictures(expected: Case["expected"], pictures: Collected["pictures"]) {
  const kinds = new Set(pictures.map(({ sourceKind }) => sourceKind));
  expect(kinds.size > 1 ? "mixed" : [...kinds][0]).toBe(expected.source);
  const [first] = pictures;
  if (expected.media) expect(first?.media).toBe(expected.media);
  if (expected.width) expect(first?.width).toBe(expected.width);
  if (expected.height) expect(first?.height).toBe(expected.height);
}

function checkWarnings(warning: string | undefined, collected: Collected | null) {
  if (warning === "size_mismatch") {
    expect(collected?.pictures[0]).toMatchObject({ width: 1672, height: 941 });
  } else if (warning !== undefined) {
    expect(collected?.warnings).toContain(warning);
  } else if (collected?.pictures.length) {
    expect(collected.warnings).toEqual([]);
  }
}
