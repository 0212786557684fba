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
 * Passes every kind of secret through one studio, each on its real path, over an upstream that repeats each key that it
 * receives. Afterwards each secret may appear only in the answer that issued it.
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

/** Keys without a provider's prefix, so that only redaction by value can remove them. */
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

/** Authentication headers of a caller. */
type Who = Record<string, string>;

/** Calls an operation and records its answer in the sweep. */
async function callApi(name: OperationName, call: Call, who: Who): Promise<Answer> {
  const answer = await requestInProcess(name, call, who);
  sweep.record(`${name} ${answer.status}`, answer.text);
  return answer;
}

/** Calls an operation whose answer may contain a secret, so it is not recorded. */
const callForSecret = async <T>(name: OperationName, call: Call, who: Who): Promise<T> =>
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

/** Signs in as next-auth's route does. The route itself only runs within Next, where each spec checks the log. */
async function signInWith(email: string, password: string): Promise<string> {
  const peer = { address: "127.0.0.1", isDirectLoopback: true };
  const session = await signIn({ email, password }, { peer, userAgent: "test" });
  const cookie = await sessionCookie(new Headers(LOCAL), session);
  return cookieIn("signing in", new Headers({ "set-cookie": cookie }));
}

function requestOf(path: string, who: Who, init: RequestInit = {}): Request {
  return new Request(`${LOCAL.origin}${path}`, { ...init, headers: { ...LOCAL, ...who } });
}

/** Reads the event stream until `leave()`. */
function readStream(who: Who): { leave(): Promise<void> } {
  const leaving = new AbortController();
  const stream = openEvents(requestOf("/api/events?after=0", who, { signal: leaving.signal }));
  const reading = stream.then((response) => response.text());
  return {
    async leave() {
      leaving.abort();
      sweep.record("the stream", await reading);
    },
  };
}

/** Runs a turn to its end; the upstream refuses it and repeats the key that it received. */
async function send(who: Who, key: string): Promise<void> {
  const error = { message: `The key ${key} is odd`, code: key };
  upstream.script([{ status: 400, json: { error } }]);
  const { turn } = dataOf<{ turn: { generations: { id: string }[] } }>(
    await callApi("turns.create", { body: turnBody() }, who),
  );
  const id = turn.generations[0]?.id ?? "";
  const ended = async () =>
    expect((await db.generation.findUniqueOrThrow({ where: { id } })).finishedAt).not.toBeNull();
  await vi.waitFor(ended, { timeout: 20_000 });
  expect(upstream.calls().at(-1)?.headers["authorization"]).toBe(`Bearer ${key}`);
  await callApi("generations.detail", { params: { generationId: id } }, who);
}

/**
 * Keys: set, checked against an upstream that repeats them in its refusal, used for a turn, removed. One stays for the
 * dump.
 */
async function passKeys(ada: Who): Promise<void> {
  for (const [holder, key] of [
    ["workspace", SHARED],
    ["member", OWN],
  ] as const) {
    await callApi("keys.set", { params: { holder }, body: { key } }, ada);
    upstream.listModelsWith({ status: 401, json: { error: { message: `No such key: ${key}` } } });
    dataOf(await callApi("keys.check", { params: { holder }, body: {} }, ada));
  }
  await send(ada, OWN);
  await callApi("keys.remove", { params: { holder: "member" } }, ada);
  await send(ada, SHARED);
  await callApi("keys.remove", { params: { holder: "workspace" } }, ada);
  await send(ada, upstream.apiKey);
  await callApi("keys.set", { params: { holder: "workspace" }, body: { key: SHARED } }, ada);
}

/**
 * An invite and a password reset link: created, used, and used once more. Returns the guest's headers after signing in
 * again.
 */
async function passLinks(ada: Who, workspaceId: string): Promise<Who> {
  const body = { role: "member", email: null, usesMax: 1, hours: 72 };
  const { token } = await callForSecret<{ token: string }>(
    "invites.create",
    { params: { workspaceId }, body },
    ada,
  );
  sweep.guard("an invite", token);
  await callApi("invites.look", { body: { token } }, {});
  const signUp = { body: { token, ...BO, password: PASSWORDS.guest } };
  const joined = await callApi("invites.signUp", signUp, {});
  const bo = { cookie: cookieIn("an invite", joined.headers) };
  expect(await callApi("invites.signUp", signUp, {})).toMatchObject({ code: expect.any(String) });

  const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: BO.email } });
  const link = await callForSecret<{ path: string }>(
    "instance.resetLink",
    { params: { userId }, body: {} },
    ada,
  );
  const once = link.path.split("#")[1] ?? "";
  sweep.guard("a one-time link", once);
  const reset = { body: { token: once, password: PASSWORDS.reset } };
  expect(await callApi("entry.resetPassword", reset, {})).toMatchObject({ status: 200 });
  expect(await callApi("entry.resetPassword", reset, {})).toMatchObject({
    code: expect.any(String),
  });
  expect(await callApi("threads.list", {}, bo)).toMatchObject({ code: "not_signed_in" });
  await expect(signInWith(BO.email, PASSWORDS.mistyped)).rejects.toThrow("wrong_credentials");
  return { cookie: await signInWith(BO.email, PASSWORDS.reset), [WORKSPACE_HEADER]: workspaceId };
}

/** A token: used on every API that accepts one, where it is permitted, where it is not, and after its revocation. */
async function passToken(bo: Who, workspaceId: string): Promise<void> {
  const body = { name: "a script", workspaceId, scopes: ["read", "share"], expiresInDays: 7 };
  const { token, view } = await callForSecret<{ token: string; view: { id: string } }>(
    "tokens.create",
    { body },
    bo,
  );
  sweep.guard("a personal token", token);
  const program = { authorization: `Bearer ${token}` };
  await callApi("studio.state", {}, program);
  await callApi("turns.create", { body: turnBody() }, program);
  const listed = await listModels(requestOf("/v1/models", program));
  sweep.record("/v1/models", await listed.text());
  const accept = "application/json, text/event-stream";
  const called = await mcp(
    requestOf(
      "/mcp",
      { ...program, accept, "content-type": "application/json" },
      { method: "POST", body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }) },
    ),
  );
  sweep.record("/mcp", await called.text());
  await callApi("tokens.revoke", { params: { tokenId: view.id } }, bo);
  await callApi("studio.state", {}, program);
}

/** Everything that lists people, keys, tokens and audit entries, and the export. */
async function readLists(ada: Who, workspaceId: string): Promise<void> {
  const params = { workspaceId };
  for (const name of ["studio.state", "keys.state", "tokens.list", "account.sessions"] as const)
    await callApi(name, {}, ada);
  for (const name of ["audit.list", "instance.audit", "usage.attempts", "instance.people"] as const)
    await callApi(name, {}, ada);
  for (const name of ["invites.list", "members.list"] as const)
    await callApi(name, { params }, ada);
  await callApi("instance.jobs", { query: { group: "failed" } }, ada);
  const taken = await exportAll(requestOf("/api/account/export", ada));
  const files = unzip(Buffer.from(await taken.arrayBuffer()));
  for (const [name, bytes] of files) sweep.record(`export ${name}`, bytes);
}

test("no secret appears in a row, a log line, an event, an answer or a file", async () => {
  const begun = await callApi("setup.create", { body: { ...ADA, password: PASSWORDS.first } }, {});
  const home = { cookie: cookieIn("the first visit", begun.headers) };
  const made = await callApi("workspaces.create", { body: { name: "Atelier" } }, home);
  const { id: workspaceId } = dataOf<{ id: string }>(made);
  const there = { [WORKSPACE_HEADER]: workspaceId };
  const ada = { ...home, ...there };
  const stream = readStream(ada);

  await passKeys(ada);
  await passToken(await passLinks(ada, workspaceId), workspaceId);

  const change = { currentPassword: PASSWORDS.mistyped, newPassword: PASSWORDS.second };
  await callApi("account.changePassword", { body: change }, ada);
  const right = { ...change, currentPassword: PASSWORDS.first };
  const changed = await callApi("account.changePassword", { body: right }, ada);
  const fresh = { cookie: cookieIn("a new password", changed.headers), ...there };
  await stream.leave();
  await readLists(fresh, workspaceId);
  await callApi("account.signOut", { body: {} }, fresh);

  await sweep.recordDatabase();
  await sweep.recordFolder(getEnv().DATA_DIR);
  sweep.record("the log", written.join(""));

  // The sources are not empty.
  expect(sweep.textOf('table public."Generation"')).toContain("is odd");
  expect(sweep.textOf("the stream")).toContain("event: change");
  expect(sweep.textOf("the log")).toContain('"route":"keys.set"');
  expect(sweep.textOf("export")).toContain(ADA.email);
  expect(sweep.sightings()).toEqual([]);
});
