import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GET as exportAll } from "@/app/api/account/export/route";
import { GET as openEvents } from "@/app/api/events/route";
import { POST as mcp } from "@/app/mcp/route";
import { GET as listModels } from "@/app/v1/models/route";
import type { OperationName } from "@/lib/contracts/routes";
import { WORKSPACE_HEADER } from "@/lib/contracts/workspace-choice";
import { sessionCookie } from "@/lib/server/auth/cookie";
import { closeDatabase, db } from "@/lib/server/db";
import { signIn } from "@/lib/server/domain/accounts/sign-in";
import { getEnv } from "@/lib/server/env";
import type * as LogModule from "@/lib/server/log";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { turnBody } from "../testing/turn-body";
import { unzip } from "../testing/unzip";
import type { Answer } from "./request";
import { requestInProcess } from "./request-in-process";
import type { Call } from "./row";
import { Sweep } from "./sweep";
import { LOCAL } from "./world";

/**
 * One studio through which every kind of secret passes, each on the way that it really takes, over an upstream that
 * repeats each key that it is shown. Afterwards none of them is anywhere but in the answer that handed it out.
 */

const { upstream, written } = await vi.hoisted(async () => {
  const { startScriptedUpstream } = await import("@/e2e/upstream/server");
  const started = await startScriptedUpstream({ apiKey: "instance-Kq7vTn4wXz2bRm9c-e5f6" });
  process.env["UPSTREAM_API_KEY"] = started.apiKey;
  process.env["UPSTREAM_BASE_URL"] = started.baseUrl;
  process.env["PENTIMENTO_SECRET"] = "studio-Hs3dLw8pYj6gNf1a-Vt5kQe2xUc9m";
  process.env["LOG_LEVEL"] = "trace";
  return { upstream: started, written: [] as string[] };
});

vi.mock("@/lib/server/log", async (load) => {
  const real = await load<typeof LogModule>();
  return { ...real, log: real.makeLog({ write: (line) => void written.push(line) }) };
});

/** Keys without a provider's prefix, so that nothing but their being known takes them out of what is written. */
const SHARED = "shared-Zt6yR1uMb8nPk3sd-c3d4";
const OWN = "own-Wq3vN8jGf5hLx7ta-a1b2";
const PASSWORDS = {
  first: "owner lamp Jx8kTq2v",
  second: "owner lamp Bn5wRz7y",
  guest: "guest lamp Fd4mHc9s",
  reset: "guest lamp Lp6gVe3u",
  mistyped: "wrong lamp Ya1rDi0o",
};
const ADA = { name: "Ada", email: "ada@example.org" };
const BO = { name: "Bo", email: "bo@example.org" };

const sweep = new Sweep();
let runner: JobRunner;

beforeAll(async () => {
  await prepareQueue();
  runner = await startRunner();
  sweep.guard("the studio's secret", process.env["PENTIMENTO_SECRET"] ?? "");
  sweep.guard("the studio's key", upstream.apiKey);
  sweep.guard("the workspace's key", SHARED);
  sweep.guard("a member's own key", OWN);
  for (const [name, password] of Object.entries(PASSWORDS))
    sweep.guard(`${name} password`, password);
});
afterAll(async () => {
  await runner.stop(0);
  await upstream.close();
  await closeDatabase();
});

/** Somebody, by the headers that they come with. */
type Who = Record<string, string>;

/** Calls an operation, and listens to what it answers. */
async function say(name: OperationName, call: Call, who: Who): Promise<Answer> {
  const answer = await requestInProcess(name, call, who);
  sweep.hear(`${name} ${answer.status}`, answer.text);
  return answer;
}

/** The same where the answer hands a secret out, as this one alone may. */
const ask = async <T>(name: OperationName, call: Call, who: Who): Promise<T> =>
  dataOf<T>(await requestInProcess(name, call, who));

function dataOf<T>({ status, text }: Answer): T {
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return JSON.parse(text) as T;
}

function cookieIn(name: string, headers: Headers): string {
  const session = headers.getSetCookie().find((one) => one.includes(".session."));
  const cookie = session?.split(";")[0] ?? "";
  sweep.guard(`the cookie after ${name}`, cookie.slice(cookie.indexOf("=") + 1));
  return cookie;
}

/** What next-auth's route asks. The route itself runs within Next alone, where each spec listens to the log. */
async function enter(email: string, password: string): Promise<string> {
  const peer = { address: "127.0.0.1", isDirectLoopback: true };
  const session = await signIn({ email, password }, { peer, userAgent: "test" });
  const cookie = await sessionCookie(new Headers(LOCAL), session);
  return cookieIn("signing in", new Headers({ "set-cookie": cookie }));
}

function requestOf(path: string, who: Who, init: RequestInit = {}): Request {
  return new Request(`${LOCAL.origin}${path}`, { ...init, headers: { ...LOCAL, ...who } });
}

/** Everything that a stream brings until it is left. */
function follow(who: Who): { leave(): Promise<void> } {
  const leaving = new AbortController();
  const stream = openEvents(requestOf("/api/events?after=0", who, { signal: leaving.signal }));
  const reading = stream.then((response) => response.text());
  return {
    async leave() {
      leaving.abort();
      sweep.hear("the stream", await reading);
    },
  };
}

/** A turn to its end; the upstream refuses it, and repeats the key that it was sent. */
async function send(who: Who, key: string): Promise<void> {
  const error = { message: `The key ${key} is odd`, code: key };
  upstream.script([{ status: 400, json: { error } }]);
  const { turn } = dataOf<{ turn: { generations: { id: string }[] } }>(
    await say("turns.create", { body: turnBody() }, who),
  );
  const id = turn.generations[0]?.id ?? "";
  const ended = async () =>
    expect((await db.generation.findUniqueOrThrow({ where: { id } })).finishedAt).not.toBeNull();
  await vi.waitFor(ended, { timeout: 20_000 });
  expect(upstream.calls().at(-1)?.headers["authorization"]).toBe(`Bearer ${key}`);
  await say("generations.detail", { params: { generationId: id } }, who);
}

/** Keys: set, tried at a service that names them in its refusal, sent with a turn, removed; one stays for the dump. */
async function passKeys(ada: Who): Promise<void> {
  for (const [holder, key] of [
    ["workspace", SHARED],
    ["member", OWN],
  ] as const) {
    await say("keys.set", { params: { holder }, body: { key } }, ada);
    upstream.listModelsWith({ status: 401, json: { error: { message: `No such key: ${key}` } } });
    dataOf(await say("keys.check", { params: { holder }, body: {} }, ada));
  }
  await send(ada, OWN);
  await say("keys.remove", { params: { holder: "member" } }, ada);
  await send(ada, SHARED);
  await say("keys.remove", { params: { holder: "workspace" } }, ada);
  await send(ada, upstream.apiKey);
  await say("keys.set", { params: { holder: "workspace" }, body: { key: SHARED } }, ada);
}

/** An invite and a link to a new password: handed out, used, and tried once more. Whoever came by them, signed in anew. */
async function passLinks(ada: Who, workspaceId: string): Promise<Who> {
  const body = { role: "member", email: null, usesMax: 1, hours: 72 };
  const { token } = await ask<{ token: string }>(
    "invites.create",
    { params: { workspaceId }, body },
    ada,
  );
  sweep.guard("an invite", token);
  await say("invites.look", { body: { token } }, {});
  const signUp = { body: { token, ...BO, password: PASSWORDS.guest } };
  const joined = await say("invites.signUp", signUp, {});
  const bo = { cookie: cookieIn("an invite", joined.headers) };
  expect(await say("invites.signUp", signUp, {})).toMatchObject({ code: expect.any(String) });

  const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: BO.email } });
  const link = await ask<{ path: string }>(
    "instance.resetLink",
    { params: { userId }, body: {} },
    ada,
  );
  const once = link.path.split("#")[1] ?? "";
  sweep.guard("a one-time link", once);
  const reset = { body: { token: once, password: PASSWORDS.reset } };
  expect(await say("entry.resetPassword", reset, {})).toMatchObject({ status: 200 });
  expect(await say("entry.resetPassword", reset, {})).toMatchObject({ code: expect.any(String) });
  expect(await say("threads.list", {}, bo)).toMatchObject({ code: "not_signed_in" });
  await expect(enter(BO.email, PASSWORDS.mistyped)).rejects.toThrow("wrong_credentials");
  return { cookie: await enter(BO.email, PASSWORDS.reset), [WORKSPACE_HEADER]: workspaceId };
}

/** A token: used at every door that takes one, where it may and where it may not, and after its end. */
async function passToken(bo: Who, workspaceId: string): Promise<void> {
  const body = { name: "a script", workspaceId, scopes: ["read", "share"], expiresInDays: 7 };
  const { token, view } = await ask<{ token: string; view: { id: string } }>(
    "tokens.create",
    { body },
    bo,
  );
  sweep.guard("a personal token", token);
  const program = { authorization: `Bearer ${token}` };
  await say("studio.state", {}, program);
  await say("turns.create", { body: turnBody() }, program);
  const listed = await listModels(requestOf("/v1/models", program));
  sweep.hear("/v1/models", await listed.text());
  const accept = "application/json, text/event-stream";
  const called = await mcp(
    requestOf(
      "/mcp",
      { ...program, accept, "content-type": "application/json" },
      { method: "POST", body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }) },
    ),
  );
  sweep.hear("/mcp", await called.text());
  await say("tokens.revoke", { params: { tokenId: view.id } }, bo);
  await say("studio.state", {}, program);
}

/** What shows people, keys, tokens and acts, and all that one can take along. */
async function lookAround(ada: Who, workspaceId: string): Promise<void> {
  const params = { workspaceId };
  for (const name of ["studio.state", "keys.state", "tokens.list", "account.sessions"] as const)
    await say(name, {}, ada);
  for (const name of ["audit.list", "instance.audit", "usage.attempts", "instance.people"] as const)
    await say(name, {}, ada);
  for (const name of ["invites.list", "members.list"] as const) await say(name, { params }, ada);
  await say("instance.jobs", { query: { group: "failed" } }, ada);
  const taken = await exportAll(requestOf("/api/account/export", ada));
  const files = unzip(Buffer.from(await taken.arrayBuffer()));
  for (const [name, bytes] of files) sweep.hear(`export ${name}`, bytes);
}

test("no secret is in a row, a log line, an event, an answer or a file", async () => {
  const begun = await say("setup.create", { body: { ...ADA, password: PASSWORDS.first } }, {});
  const home = { cookie: cookieIn("the first visit", begun.headers) };
  const made = await say("workspaces.create", { body: { name: "Atelier" } }, home);
  const { id: workspaceId } = dataOf<{ id: string }>(made);
  const there = { [WORKSPACE_HEADER]: workspaceId };
  const ada = { ...home, ...there };
  const stream = follow(ada);

  await passKeys(ada);
  await passToken(await passLinks(ada, workspaceId), workspaceId);

  const change = { currentPassword: PASSWORDS.mistyped, newPassword: PASSWORDS.second };
  await say("account.changePassword", { body: change }, ada);
  const right = { ...change, currentPassword: PASSWORDS.first };
  const changed = await say("account.changePassword", { body: right }, ada);
  const fresh = { cookie: cookieIn("a new password", changed.headers), ...there };
  await stream.leave();
  await lookAround(fresh, workspaceId);
  await say("account.signOut", { body: {} }, fresh);

  await sweep.hearDatabase();
  await sweep.hearFolder(getEnv().DATA_DIR);
  sweep.hear("the log", written.join(""));

  // It was listened to where there was something to hear.
  expect(sweep.said('table public."Generation"')).toContain("is odd");
  expect(sweep.said("the stream")).toContain("event: change");
  expect(sweep.said("the log")).toContain('"route":"keys.set"');
  expect(sweep.said("export")).toContain(ADA.email);
  expect(sweep.sightings()).toEqual([]);
});
