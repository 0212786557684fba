import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GET as unknownOperation } from "@/app/api/[[...path]]/route";
import { POST as changePassword } from "@/app/api/account/password/route";
import { POST as signOut } from "@/app/api/account/sign-out/route";
import { GET as setupState, POST as setUp } from "@/app/api/setup/route";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import { closeDatabase, db } from "@/lib/server/db";
import { endpoint, type RouteHandler } from "@/lib/server/http/endpoint";
import { log } from "@/lib/server/log";

const HOST = "localhost:3000";
const ORIGIN = `http://${HOST}`;
const local = { host: HOST, "x-pentimento-peer": "127.0.0.1", origin: ORIGIN };
let cookie = "";

type Call = {
  method?: string;
  json?: unknown;
  raw?: BodyInit;
  headers?: Record<string, string>;
  params?: Record<string, string>;
  path?: string;
};

async function call(handler: RouteHandler, input: Call = {}) {
  const body = input.raw ?? (input.json === undefined ? undefined : JSON.stringify(input.json));
  const type: Record<string, string> =
    body === undefined ? {} : { "content-type": "application/json" };
  const request = new Request(`${ORIGIN}${input.path ?? "/api/x"}`, {
    method: input.method ?? "POST",
    body,
    headers: { ...local, ...type, ...(cookie && { cookie }), ...input.headers },
  });
  const response = await handler(request, {
    params: Promise.resolve(input.params ?? asNextDoes()),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, data: JSON.parse(text) };
}

/** Without path parameters Next passes a promise of undefined, whatever its types say. */
function asNextDoes(): Record<string, string> {
  return undefined as never;
}

function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const owner = { name: "Ada", email: "ada@example.org", password: "lighthouse keeper" };

beforeAll(async () => {
  log.level = "silent";
  const reply = await call(setUp, { json: owner });
  expect(reply.status).toBe(201);
  cookie = cookieOf(reply.headers);
});
afterAll(closeDatabase);

const seen = vi.fn();
const createTurn = endpoint("turns.create", async (input) => {
  seen(input);
  throw new Error("the handler's own words");
});
const removeThread = endpoint("threads.remove", async ({ params }) => {
  seen(params);
  return { ok: true };
});
const upload = endpoint("images.upload", async ({ body }) => {
  seen(await new Response(body).text());
  throw new Error("far enough");
});
const invalidReply = endpoint("threads.restore", async () => ({ ok: true }) as never);

const draft = {
  threadId: null,
  parentTurnId: null,
  baseImageId: null,
  prompt: "a harbour",
  referenceIds: [],
  systemInstruction: "",
  settings: { model: "m", shape: "1:1", tier: null, variations: 1, temperature: null },
};

test("every response has a request id and no-store", async () => {
  const reply = await call(setupState, { method: "GET" });
  expect(reply.data).toEqual({ isNeeded: false, isCodeNeeded: false });
  expect(reply.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  expect(reply.headers.get("cache-control")).toBe("no-store");
  const given = await call(setupState, {
    method: "GET",
    headers: { "x-request-id": "from-proxy-1" },
  });
  expect(given.headers.get("x-request-id")).toBe("from-proxy-1");
});

test("a second first-time setup answers with a problem", async () => {
  const reply = await call(setUp, { json: { ...owner, email: "eve@example.org" } });
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  expect(reply.data).toMatchObject({
    status: 409,
    code: "already_set_up",
    requestId: expect.any(String),
  });
});

test("a request without a session or with a forged cookie answers 401", async () => {
  const name = cookie.split("=")[0];
  for (const forged of [
    "",
    `${name}=`,
    `${name}=x.y.z`,
    `${name}=${"e".repeat(300)}`,
    cookie.slice(0, -4),
  ]) {
    const reply = await call(removeThread, { method: "DELETE", headers: { cookie: forged } });
    expect(reply.data).toMatchObject({ status: 401, code: "not_signed_in" });
    expect(reply.headers.get("www-authenticate")).toBe("Bearer");
  }
  expect(seen).not.toHaveBeenCalled();
});

test("a cross-site request is refused before anything else", async () => {
  const reply = await call(createTurn, {
    json: draft,
    headers: { origin: "https://evil.example" },
  });
  expect(reply.data).toMatchObject({ status: 403, code: "cross_origin" });
});

test.each([
  ["not JSON", "{oops", {}, "invalid_body", "not JSON"],
  ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), {}, "invalid_body", "UTF-8"],
  ["not called JSON", "{}", { "content-type": "text/plain" }, "invalid_body", "application/json"],
  ["a form", "a=b", { "content-type": "application/x-www-form-urlencoded" }, "invalid_body"],
  ["nothing", undefined, {}, "invalid_body"],
  ["too long", `"${"x".repeat(1024 * 1024)}"`, {}, "payload_too_large"],
])("a body that is %s", async (_, raw, headers, code, detail = "") => {
  const reply = await call(createTurn, { raw, headers });
  expect(reply.data.code).toBe(code);
  expect(String(reply.data.detail)).toContain(detail);
});

test("a streamed body above the cap is cut off", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const request = new Request(`${ORIGIN}/api/x`, {
    method: "POST",
    body: endless,
    headers: { ...local, cookie, "content-type": "application/json" },
    duplex: "half",
  } as RequestInit);
  const response = await createTurn(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(40);
});

test.each([
  ["an extra key", { ...body(), extra: 1 }, "invalid_field", "extra"],
  [
    "an extra key further in",
    { ...body(), settings: { ...draft.settings, n: 4 } },
    "invalid_field",
    "settings.n",
  ],
  [
    "a wrong kind",
    { ...body(), settings: { ...draft.settings, variations: "2" } },
    "invalid_field",
    "settings.variations",
  ],
  [
    "too many variations",
    { ...body(), settings: { ...draft.settings, variations: 11 } },
    "invalid_field",
    "settings.variations",
  ],
  ["an id that is none", { ...body(), threadId: "1" }, "invalid_field", "threadId"],
  ["an over-long prompt", { ...body(), prompt: "x".repeat(32_001) }, "prompt_too_long", "prompt"],
  [
    "seventeen references",
    {
      ...body(),
      referenceIds: Array.from({ length: REFERENCES_MAX + 1 }, () => crypto.randomUUID()),
    },
    "too_many_references",
    "referenceIds",
  ],
])("a turn with %s", async (_, json, code, field) => {
  const reply = await call(createTurn, { json });
  expect(reply.data).toMatchObject({ status: 422, code, field });
});

test.each([
  ["missing", { prompt: undefined }, "expected string, received undefined"],
  ["no choice", { settings: { ...draft.settings, shape: "round" } }, 'expected one of "1:1"|'],
  ["unknown", { extra: "a secret" }, 'Unrecognized key: "extra"'],
])("the error says what was expected where a value is %s", async (_, change, detail) => {
  const reply = await call(createTurn, { json: { ...body(), ...change } });
  expect(reply.data).toMatchObject({
    code: "invalid_field",
    detail: expect.stringContaining(detail),
  });
  expect(reply.text).not.toMatch(/round|a secret/);
});

test("an unknown operation answers with a problem, not a page", async () => {
  const reply = await call(unknownOperation, { method: "GET", path: "/api/pictures" });
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  expect(reply.data).toMatchObject({ status: 404, code: "not_found" });
});

function body() {
  return { ...draft, idempotencyKey: crypto.randomUUID() };
}

test("an internal error reveals no details", async () => {
  const reply = await call(createTurn, { json: body() });
  expect(reply.data).toMatchObject({ status: 500, code: "internal" });
  expect(reply.text).not.toContain("own words");
  const actor = seen.mock.lastCall?.[0].ctx.actor;
  expect(actor).toMatchObject({ name: "Ada", role: "owner" });
});

test("a malformed id in the path answers like a missing one", async () => {
  const reply = await call(removeThread, { method: "DELETE", params: { threadId: "1' OR 1=1" } });
  expect(reply.data).toMatchObject({ status: 404, code: "not_found" });
});

test("an unknown or repeated query key is refused", async () => {
  const list = endpoint("threads.list", async () => ({ threads: [], nextCursor: null }));
  const get = (path: string) => call(list, { method: "GET", path });
  expect((await get("/api/threads?view=archived")).status).toBe(200);
  expect((await get("/api/threads?limit=5")).data).toMatchObject({
    code: "invalid_field",
    field: "limit",
  });
  expect((await get("/api/threads?view=active&view=archived")).data.field).toBe("view");
});

test("a large upload passes through as a stream", async () => {
  const bytes = "p".repeat(2 * 1024 * 1024);
  await call(upload, {
    raw: bytes,
    path: "/api/images?name=a.png",
    headers: { "content-type": "image/png" },
  });
  expect(seen).toHaveBeenLastCalledWith(bytes);
});

test("a reply that violates its contract is an internal error", async () => {
  const reply = await call(invalidReply, { params: { threadId: crypto.randomUUID() } });
  expect(reply.data).toMatchObject({ status: 500, code: "internal" });
});

test("signing out ends the session for copies of the cookie too, and deletes the cookie", async () => {
  const token = await signedInAgain();
  const reply = await call(signOut, { headers: { cookie: token } });
  expect(reply.status).toBe(200);
  expect(reply.headers.getSetCookie()[0]).toMatch(/=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0$/);
  expect((await call(signOut, { headers: { cookie: token } })).status).toBe(401);
  expect(
    (await call(removeThread, { method: "DELETE", params: { threadId: crypto.randomUUID() } }))
      .status,
  ).toBe(200);
});

/** A second device: another session, its cookie made the way the app makes it. */
async function signedInAgain(): Promise<string> {
  const { openSession } = await import("@/lib/server/auth/sessions");
  const { sessionCookie } = await import("@/lib/server/auth/cookie");
  const user = await db.user.findFirstOrThrow();
  return (
    (await sessionCookie(new Headers(local), await openSession(user, "phone"))).split(";")[0] ?? ""
  );
}

test("a new password keeps the caller signed in and signs out all others", async () => {
  const phone = await signedInAgain();
  const json = { currentPassword: owner.password, newPassword: "vermilion gesso 17" };
  const reply = await call(changePassword, { json });
  expect(reply.status).toBe(200);
  const fresh = cookieOf(reply.headers);
  const statusWith = async (value: string) =>
    (
      await call(removeThread, {
        method: "DELETE",
        params: { threadId: crypto.randomUUID() },
        headers: { cookie: value },
      })
    ).status;
  expect(await statusWith(phone)).toBe(401);
  expect(await statusWith(cookie)).toBe(401);
  expect(await statusWith(fresh)).toBe(200);
});

test("a request writes one log line without secrets", async () => {
  const lines: unknown[] = [];
  const child = vi
    .spyOn(log, "child")
    .mockReturnValue({ info: (...line: unknown[]) => lines.push(line), error: () => {} } as never);
  await call(setUp, { json: owner });
  expect(child.mock.calls[0]?.[0]).toMatchObject({
    route: "setup.create",
    requestId: expect.any(String),
  });
  expect(lines).toEqual([
    [{ method: "POST", status: 409, ms: expect.any(Number), code: "already_set_up" }, "request"],
  ]);
  expect(JSON.stringify(lines)).not.toContain(owner.password);
});
