import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { png } from "@/e2e/upstream/pictures";
import type { ScriptedAnswer } from "@/e2e/upstream/script";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { lookAgain } from "@/lib/server/domain/generations/look-again";
import { markSent } from "@/lib/server/domain/generations/transitions";
import { sentFacts } from "@/lib/server/domain/generations/transitions.fixtures";
import { recoverGenerations } from "@/lib/server/domain/generations/recover";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { generationInclude, toGenerationView } from "@/lib/server/domain/views/generation";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { claimAndFinish } from "@/lib/server/domain/generations/claim-and-finish.fixtures";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";
import { readHead, writeHead } from "@/lib/server/upstream/send/spool";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Processes that are really killed, with answers that really arrived. */

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

let ada: Actor;
let ink: string;

beforeAll(async () => {
  await prepareQueue();
  await mkdir(spoolFolder(), { recursive: true });
  ada = await makeActor();
  ink = (await png(64, 48, 30)).toString("base64");
});
beforeEach(async () => {
  await db.generation.deleteMany();
  upstream.reset();
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

/** A generation whose call was sent, by a runner that died. */
async function makeSent() {
  const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
  const id = turn.generations[0]?.id;
  const lease = (await claimNext(10)).find(({ generationId }) => generationId === id);
  if (id === undefined || lease === undefined) throw new Error("a turn has a generation");
  const facts = sentFacts();
  await markSent(lease, new Date(), facts);
  await db.$executeRaw`UPDATE "Generation" SET "leaseUntil" = now() - interval '1 s' WHERE id = ${id}::uuid`;
  return { id, spoolPath: join(spoolFolder(), facts.spoolName) };
}

async function view(id: string) {
  const row = await db.generation.findUniqueOrThrow({ where: { id }, include: generationInclude });
  return toGenerationView(row);
}

type Point = "write" | "half" | "rename";

async function callAndDie(spoolPath: string, point: Point): Promise<void> {
  const { baseUrl, apiKey } = upstream;
  const child = spawn(
    process.execPath,
    [
      ...["--conditions=react-server", "--import", "tsx", "scripts/testing/killed-call.ts"],
      JSON.stringify({ baseUrl, apiKey, spoolPath, point }),
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  const [code, signal] = await once(child, "exit");
  expect([code, signal]).toEqual([null, "SIGKILL"]);
}

const envelope = (): ScriptedAnswer => ({ json: { data: [{ b64_json: ink }] } });
const stream = (): ScriptedAnswer => ({
  headers: { "Content-Type": "text/event-stream" },
  template: `data: {"choices":[{"delta":{"content":"![x](data:image/png;base64,${ink})"}}]}\n\ndata: [DONE]\n\n`,
});
const bytes = (): ScriptedAnswer => ({
  headers: { "Content-Type": "image/png" },
  template: "{{PNG_BYTES}}",
});

test.each<[string, Point, () => ScriptedAnswer]>([
  ["before the head marks the answer as complete", "write", envelope],
  ["while that head is being written", "half", envelope],
  ["before that head replaces the old one", "rename", envelope],
  ["before the head of an event stream is finished", "write", stream],
  ["before the head of a bare picture is finished", "write", bytes],
  [
    "while the connection stays open behind the answer",
    "write",
    () => ({ ...envelope(), transport: { mode: "chunked_no_terminator" } }),
  ],
])("killed %s: the answer is kept, and nothing is resent", async (_name, point, answer) => {
  const { id, spoolPath } = await makeSent();
  upstream.script([answer()]);
  await callAndDie(spoolPath, point);
  expect(upstream.calls()).toHaveLength(1);

  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 1, unknown: 0 });
  expect(await claimAndFinish(id)).toBe(true);
  expect(await view(id)).toMatchObject({ state: "succeeded", billed: "yes" });
  expect((await view(id)).images).toHaveLength(1);
  expect(upstream.calls()).toHaveLength(1);
  for (const left of ["", ".head.json", ".head.json.tmp"]) {
    await expect(access(spoolPath + left)).rejects.toThrow("ENOENT");
  }
});

test("killed during an unbilled error answer: its status decides, and it is sent again", async () => {
  const { id, spoolPath } = await makeSent();
  upstream.script([{ status: 503, json: { error: { message: "busy", type: "upstream_error" } } }]);
  await callAndDie(spoolPath, "write");
  expect(await recoverGenerations()).toMatchObject({ resumed: 1 });
  await claimAndFinish(id);
  expect(await view(id)).toMatchObject({ state: "queued", failureCode: "upstream_error" });
});

/** What a crash in the middle of an answer leaves. */
async function leave(spoolPath: string, body: string) {
  await writeFile(spoolPath, body);
  await writeHead(spoolPath, answerHead({ receivedAt: null, bytes: 0, complete: false }));
}

test("half an answer is `unknown`, and can be read again before anything is paid twice", async () => {
  const { id, spoolPath } = await makeSent();
  await leave(
    spoolPath,
    `{"choices":[{"message":{"content":"![x](data:image/png;base64,${ink}) an`,
  );
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 0, unknown: 1 });
  expect(await view(id)).toMatchObject({ state: "unknown", billed: "unknown", hasAnswer: true });
  await lookAgain(ada, { generationId: brandId(id), path: null, keep: false });
  await claimAndFinish(id);
  expect(await view(id)).toMatchObject({ state: "succeeded", images: [{ width: 64 }] });
  expect(upstream.calls()).toEqual([]);
});

test("without an answer there is nothing to read again", async () => {
  const { id, spoolPath } = await makeSent();
  await leave(spoolPath, "");
  expect(await recoverGenerations()).toMatchObject({ unknown: 1 });
  expect(await view(id)).toMatchObject({ state: "unknown", hasAnswer: false });
});

test("a text answer is complete when it has the announced length", async () => {
  const [one, other] = [await makeSent(), await makeSent()];
  const text = `![x](data:image/png;base64,${ink})`;
  for (const [{ spoolPath }, more] of [
    [one, 0],
    [other, 1],
  ] as const) {
    await writeFile(spoolPath, text);
    const expectedBytes = text.length + more;
    await writeHead(spoolPath, answerHead({ receivedAt: null, complete: false, expectedBytes }));
  }
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 1, unknown: 1 });
  expect(await view(one.id)).toMatchObject({ state: "received" });
  expect(await view(other.id)).toMatchObject({ state: "unknown", hasAnswer: true });
});

test("a request to read again survives a crash before it takes effect", async () => {
  const { id, spoolPath } = await makeSent();
  await leave(spoolPath, "{}");
  const look = { path: null, keep: false };
  await writeFile(`${spoolPath}.head.json.tmp`, JSON.stringify(answerHead({ look })));
  expect((await readHead(spoolPath))?.look).toEqual(look);
  await writeFile(`${spoolPath}.head.json.tmp`, '{"status":200,"cont');
  expect((await readHead(spoolPath))?.look).toBeUndefined();
  expect(JSON.parse(await readFile(`${spoolPath}.head.json`, "utf8"))).toMatchObject({ bytes: 0 });
  expect(id).toBeTruthy();
});
