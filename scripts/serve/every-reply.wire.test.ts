import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api } from "@/e2e/fixtures/api";
import { startApp, type TestApp } from "../testing/app";
import { studioVariable } from "../testing/server";

/** Headers of every kind of reply, read from the socket: a client library would hide half of them. */

type Reply = { status: number; headers: Map<string, string>; body: string };

async function send(url: string, bytes: string): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  const answer = await text(socket);
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  const names = pairs.map(([name]) => name);
  for (const name of ["x-content-type-options", "content-security-policy"]) {
    expect(names.filter((each) => each === name).length, `${name} once`).toBeLessThan(2);
  }
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: new Map(pairs),
    body: rest.join("\r\n\r\n"),
  };
}

const ask = (path: string, { method = "GET", more = "" } = {}) =>
  `${method} ${path} HTTP/1.1\r\nHost: studio.test\r\nConnection: close\r\n${more}\r\n`;

const HTML = "Accept: text/html\r\n";

/** What is asked, and the status that shows that it was this kind of reply. */
const KINDS: Record<string, [request: string, status: number]> = {
  "a page": [ask("/welcome", { more: HTML }), 200],
  "a redirect": [ask("/", { more: HTML }), 307],
  "a redirect of Next's": [ask("/welcome/", { more: HTML }), 308],
  "an unknown page": [ask("/nowhere", { more: HTML }), 404],
  "an unknown path with a dot": [ask("/foo.bar", { more: HTML }), 404],
  "a deep path with a dot": [ask("/t/some/file.html", { more: HTML }), 404],
  "a page fetched ahead": [ask("/welcome", { more: `${HTML}Purpose: prefetch\r\n` }), 200],
  "a page fetched ahead, by its newer name": [
    ask("/welcome", { more: `${HTML}Sec-Purpose: prefetch;prerender\r\n` }),
    200,
  ],
  "a page by the router's header": [
    ask("/welcome", { more: `${HTML}Next-Router-Prefetch: 1\r\n` }),
    200,
  ],
  "an unknown page by the router's header": [
    ask("/foo.bar", { more: `${HTML}Next-Router-Prefetch: 1\r\nRSC: 0\r\n` }),
    404,
  ],
  "the head of a page": [ask("/welcome", { method: "HEAD" }), 200],
  "a page by another method": [ask("/welcome", { method: "PUT" }), 200],
  "a public file": [ask("/favicon.ico"), 200],
  "a file of the build that is not there": [ask("/_next/static/none.js"), 404],
  "Next's own paths": [ask("/_next/none", { more: HTML }), 404],
  "a path that is none": [ask("/%"), 404],
  "the API, not signed in": [ask("/api/studio"), 401],
  "an unknown path of the API": [ask("/api/none"), 404],
  "an unknown path of the API with a dot": [ask("/api/none.html", { more: HTML }), 404],
  "sign-in's own paths": [ask("/api/auth/none", { more: HTML }), 404],
  "the OpenAI-compatible API": [ask("/v1/models"), 401],
  MCP: [ask("/mcp", { method: "POST" }), 401],
  "a signed picture that is none": [ask("/i/none"), 404],
  "a probe": [ask("/healthz"), 200],
  "no Host header": ["GET /welcome HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  "an expectation that cannot be met": [ask("/welcome", { more: "Expect: cake\r\n" }), 417],
  "what is not HTTP": ["cake\r\n\r\n", 400],
  "a head that is too long": [ask("/welcome", { more: `X-Long: ${"a".repeat(20_000)}\r\n` }), 431],
};

function checkPolicy({ headers, body }: Reply): void {
  if (!headers.get("content-type")?.startsWith("text/html")) return;
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  // A page that wants to run something gets a nonce for it, and its scripts carry that very nonce.
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (nonce === undefined) expect(policy).toContain("default-src 'none'");
  else if (body !== "") expect(body).toContain(`nonce="${nonce}"`);
}

describe("a studio without a public address", () => {
  const url = process.env[studioVariable] ?? "";

  test.each(Object.entries(KINDS))("%s", async (_kind, [request, status]) => {
    const reply = await send(url, request);
    expect(reply.status).toBe(status);
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.has("strict-transport-security")).toBe(false);
    checkPolicy(reply);
  });

  test("a file of the build, and the router's data", async () => {
    const { body } = await send(url, ask("/welcome", { more: HTML }));
    const file = /"(\/_next\/static\/[^"]+\.js)"/.exec(body)?.[1] ?? "";
    const script = await send(url, ask(file));
    expect([script.status, script.headers.get("x-content-type-options")]).toEqual([200, "nosniff"]);
    for (const more of ["RSC: 1\r\n", "RSC: 1\r\nNext-Router-Prefetch: 1\r\n"]) {
      // Next leads a request without its cache key to the one with it.
      const led = await send(url, ask("/welcome", { more }));
      expect(led.headers.get("x-content-type-options")).toBe("nosniff");
      const data = await send(url, ask(led.headers.get("location") ?? "", { more }));
      expect(data.status).toBe(200);
      expect(data.headers.get("content-type")).not.toContain("html");
      expect(data.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("pages that are fetched ahead and unknown ones run their scripts when they are shown", async () => {
    for (const more of [
      `${HTML}Purpose: prefetch\r\n`,
      `${HTML}Next-Router-Prefetch: 1\r\n`,
      HTML,
    ]) {
      for (const path of ["/welcome", "/foo.bar"]) {
        const { headers } = await send(url, ask(path, { more }));
        expect(headers.get("content-security-policy"), `${path} ${more}`).toContain("'nonce-");
      }
    }
  });
});

/** Begins a request with a body of a megabyte, and hangs up after its first bytes. */
async function breakOff(app: TestApp, path: string, type: string, cookie: string): Promise<void> {
  const socket = connect(app.port, "127.0.0.1");
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${app.port}`,
    `Cookie: ${cookie}`,
    `Content-Type: ${type}`,
    "Content-Length: 1000000",
    "Expect: 100-continue",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  // The server says that it goes on: it has the request.
  await once(socket, "data");
  await new Promise<void>((resolve) => void socket.write("a".repeat(10_000), () => resolve()));
  socket.destroy();
}

describe("a client that hangs up in the middle of what it sends", () => {
  let app: TestApp;
  let cookie: string;
  beforeAll(async () => {
    app = await startApp({ env: { PENTIMENTO_ROLE: "web", LOG_LEVEL: "info" } });
    const owner = { name: "Ada", email: "ada@example.org", password: "a lamp in the third window" };
    const { session } = await Api.firstVisit(app.url, owner);
    cookie = `${session.name}=${session.value}`;
  });
  afterAll(() => app.stop());

  test.each([
    ["a picture", "/api/images?name=x", "application/octet-stream"],
    ["a portrait", "/api/account/avatar", "application/octet-stream"],
    ["a turn", "/api/turns", "application/json"],
  ])("%s: one line, at info", async (_what, path, type) => {
    const before = app.logs().length;
    await breakOff(app, path, type, cookie);
    await expect.poll(() => app.logs().slice(before)).toContain('"status":499');
    // Whatever else it might say is said by the time that another request has been answered.
    await fetch(`${app.url}/api/auth/csrf`);
    const said = app.logs().slice(before).trim().split("\n");
    const lines = said.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ route }) => route !== "auth")).toMatchObject([
      { level: "info", status: 499, code: "client_gone" },
    ]);
  });
});

describe("behind https", () => {
  let web: TestApp;
  let worker: TestApp;
  beforeAll(async () => {
    const env = { PENTIMENTO_URL: "https://studio.example.org", LOG_LEVEL: "error" };
    web = await startApp({ env: { ...env, PENTIMENTO_ROLE: "web" } });
    worker = await startApp({ env: { ...env, PENTIMENTO_ROLE: "worker" } });
  });
  afterAll(async () => {
    await web.stop();
    await worker.stop();
  });

  test("every reply says to stay there", async () => {
    for (const [kind, [request]] of Object.entries(KINDS)) {
      const { headers } = await send(web.url, request);
      expect(headers.get("strict-transport-security"), kind).toMatch(/^max-age=\d{8,}$/);
      expect(headers.get("x-content-type-options"), kind).toBe("nosniff");
    }
  });

  test("a worker's too", async () => {
    for (const path of ["/healthz", "/", "/foo.bar"]) {
      const { headers } = await send(worker.url, ask(path));
      expect(headers.get("strict-transport-security"), path).toMatch(/^max-age=/);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    }
  });
});
