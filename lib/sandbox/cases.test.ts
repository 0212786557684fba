import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCases, namedRequests, requestOf, type Case } from "@/e2e/upstream/cases";
import { sendCall } from "@/lib/server/upstream/send/client";
import { collectPictures } from "@/lib/server/upstream/fetch/collect-pictures";
import { createPictureFetcher } from "@/lib/server/upstream/fetch/fetch-picture";
import { readAnswer } from "@/lib/server/upstream/read/read-answer";
import { callOf } from "@/scripts/testing/case-call";
import { startSandbox } from "./server";

/** The group `emulator-request`: what the sandbox must answer to these very requests, whatever it paints. */
const GROUP = "emulator-request";
const cases = loadCases().filter(({ group }) => group === GROUP);
const requests = namedRequests();

const KEY = "sandbox-cases-key";
const LATENCY = { minMs: 0, maxMs: 0 };
/** Painting 4K takes a while on a busy machine. */
const PATIENCE_MS = 90_000;

let folder: string;
const tally = new Map<string, number>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-cases-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const [place, passed] of tally) {
    const name = `sandbox ${place}, ${GROUP}`;
    process.stdout.write(`upstream cases, ${name} ${passed} of ${cases.length}\n`);
  }
});

async function answerOf(one: Case, baseUrl: string) {
  const request = requestOf(one, requests);
  const dir = await mkdtemp(join(folder, `${one.id}-`));
  const spoolPath = join(dir, "answer");
  // `headers: {}` in a case means: no authorization.
  const apiKey = request.headers === undefined ? KEY : "";
  const answer = await sendCall(
    callOf(request, PATIENCE_MS),
    { baseUrl, apiKey },
    { spoolPath, beforeSend: () => Promise.resolve() },
  );
  if (answer.outcome === "failed") return { failure: answer.failure, pictures: [] };
  const read = await readAnswer(spoolPath, { dir });
  if (read.kind === "failure") return { failure: read.failure, pictures: [] };
  const fetcher = createPictureFetcher({ upstreamBaseUrl: baseUrl, extraHosts: [] });
  return collectPictures(read.pictures, { dir, fetcher, sentPictures: read.sentPictures });
}

function answerAll(name: string, baseUrl: () => string) {
  tally.set(name, 0);
  test.each(cases.map((one) => [`${one.id} ${one.description}`, one] as const))(
    "%s",
    async (_name, one) => {
      const { expected } = one;
      const { failure, pictures } = await answerOf(one, baseUrl());
      expect(failure?.code).toBe(expected.error_code);
      expect(pictures).toHaveLength(expected.images);
      for (const { sourceKind, width, height } of pictures) {
        expect(sourceKind).toBe(expected.source);
        if (expected.width) expect({ width, height }).toEqual(pixelsOf(expected));
      }
      tally.set(name, (tally.get(name) ?? 0) + 1);
    },
    PATIENCE_MS,
  );
}

const pixelsOf = ({ width, height }: Case["expected"]) => ({ width, height });

describe("the sandbox in this process", () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  beforeAll(async () => {
    sandbox = await startSandbox({ apiKey: KEY, latency: LATENCY });
  });
  afterAll(() => sandbox.close());
  answerAll("in process", () => sandbox.baseUrl);
});

describe("the sandbox in a child process, as the app runs it", () => {
  let child: ChildProcess;
  let baseUrl = "";
  beforeAll(async () => {
    const script = ["--conditions=react-server", "--import", "tsx", "scripts/sandbox.ts"];
    child = spawn(process.execPath, script, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.send({ apiKey: KEY, latency: LATENCY, stateDir: join(folder, "state") });
    const [hello] = (await once(child, "message")) as [{ baseUrl: string }];
    baseUrl = hello.baseUrl;
  }, PATIENCE_MS);
  afterAll(async () => {
    child.disconnect();
    await once(child, "exit");
  });
  answerAll("in its own process", () => baseUrl);
});
