import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api } from "@/e2e/fixtures/api";
import { startApp, type TestApp } from "../testing/app";
import { studioVariable } from "../testing/server";

/** Headers of every kind of response, read from the socket: a client library would hide half of them. */

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

const rawRequest = (path: string, { method = "GET", more = "" } = {}) =>
  `${method} ${path} HTTP/1.1\r\nHost: studio.test\r\nConnection: close\r\n${more}\r\n`;

const HTML = "Accept: text/html\r\n";

/** Each kind of request, and the status that identifies the response. */
const KINDS: Record<string, [request: string, status: number]> = {
  "a page": [rawRequest("/welcome", { more: HTML }), 200],
  "a redirect": [rawRequest("/", { more: HTML }), 307],
  "a redirect of Next's": [rawRequest("/welcome/", { more: HTML }), 308],
  "an unknown page": [rawRequest("/nowhere", { more: HTML }), 404],
  "an unknown path with a dot": [rawRequest("/foo.bar", { more: HTML }), 404],
  "a deep path with a dot": [rawRequest("/t/some/file.html", { more: HTML }), 404],
  "a prefetched page": [rawRequest("/welcome", { more: `${HTML}Purpose: prefetch\r\n` }), 200],
  "a page prefetched with Sec-Purpose": [
    rawRequest("/welcome", { more: `${HTML}Sec-Purpose: prefetch;prerender\r\n` }),
    200,
  ],
  "a page prefetched by the router": [
    rawRequest("/welcome", { more: `${HTML}Next-Router-Prefetch: 1\r\n` }),
    200,
  ],
  "an unknown page prefetched by the router": [
    rawRequest("/foo.bar", { more: `${HTML}Next-Router-Prefetch: 1\r\nRSC: 0\r\n` }),
    404,
  ],
  "HEAD of a page": [rawRequest("/welcome", { method: "HEAD" }), 200],
  "PUT of a page": [rawRequest("/welcome", { method: "PUT" }), 200],
  "a public file": [rawRequest("/favicon.ico"), 200],
  "a file of the build that is not there": [rawRequest("/_next/static/none.js"), 404],
  "Next's own paths": [rawRequest("/_next/none", { more: HTML }), 404],
  "an invalid path": [rawRequest("/%"), 404],
  "the API, not signed in": [rawRequest("/api/studio"), 401],
  "an unknown path of the API": [rawRequest("/api/none"), 404],
  "an unknown path of the API with a dot": [rawRequest("/api/none.html", { more: HTML }), 404],
  "an unknown path of next-auth": [rawRequest("/api/auth/none", { more: HTML }), 404],
  "the OpenAI-compatible API": [rawRequest("/v1/models"), 401],
  MCP: [rawRequest("/mcp", { method: "POST" }), 401],
  "an unknown signed image": [rawRequest("/i/none"), 404],
  "a probe": [rawRequest("/healthz"), 200],
  "no Host header": ["GET /welcome HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  "an expectation that cannot be met": [rawRequest("/welcome", { more: "Expect: cake\r\n" }), 417],
  "bytes that are not HTTP": ["cake\r\n\r\n", 400],
  "headers that are too long": [
    rawRequest("/welcome", { more: `X-Long: ${"a".repeat(20_000)}\r\n` }),
    431,
  ],
};

function checkPolicy({ headers, body }: Reply): void {
  if (!headers.get("content-type")?.startsWith("text/html")) return;
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  // A policy that allows scripts contains a nonce, and the page's scripts carry the same nonce.
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (nonce === undefined) expect(policy).toContain("default-src 'none'");
  else if (body !== "") expect(body).toContain(`nonce="${nonce}"`);
}

describe("an instance without a public address", () => {
  const url = process.env[studioVariable] ?? "";

  test.each(Object.entries(KINDS))(
    "%s carries nosniff and no HSTS",
    async (_kind, [request, status]) => {
      const reply = await send(url, request);
      expect(reply.status).toBe(status);
      expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
      expect(reply.headers.has("strict-transport-security")).toBe(false);
      checkPolicy(reply);
    },
  );

  test("a build file and the router's data carry nosniff", async () => {
    const { body } = await send(url, rawRequest("/welcome", { more: HTML }));
    const file = /"(\/_next\/static\/[^"]+\.js)"/.exec(body)?.[1] ?? "";
    const script = await send(url, rawRequest(file));
    expect([script.status, script.headers.get("x-content-type-options")]).toEqual([200, "nosniff"]);
    for (const more of ["RSC: 1\r\n", "RSC: 1\r\nNext-Router-Prefetch: 1\r\n"]) {
      // Next redirects a request without the cache key to the URL with it.
      const redirect = await send(url, rawRequest("/welcome", { more }));
      expect(redirect.headers.get("x-content-type-options")).toBe("nosniff");
      const data = await send(url, rawRequest(redirect.headers.get("location") ?? "", { more }));
      expect(data.status).toBe(200);
      expect(data.headers.get("content-type")).not.toContain("html");
      expect(data.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("prefetched and unknown pages get a nonce for their scripts", async () => {
    for (const more of [
      `${HTML}Purpose: prefetch\r\n`,
      `${HTML}Next-Router-Prefetch: 1\r\n`,
      HTML,
    ]) {
      for (const path of ["/welcome", "/foo.bar"]) {
        const { headers } = await send(url, rawRequest(path, { more }));
        expect(headers.get("content-security-policy"), `${path} ${more}`).toContain("'nonce-");
      }
    }
  });
});

/** Starts a request with a body of one megabyte, and disconnects after the first bytes. */
async function disconnectMidBody(
  app: TestApp,
  path: string,
  type: string,
  cookie: string,
): Promise<void> {
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
  // The server answered "100 Continue": it has the request.
  await once(socket, "data");
  await new Promise<void>((resolve) => void socket.write("a".repeat(10_000), () => resolve()));
  socket.destroy();
}

describe("a client that disconnects in the middle of its request body", () => {
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
  ])("%s: a disconnect logs one line at info", async (_what, path, type) => {
    const before = app.logs().length;
    await disconnectMidBody(app, path, type, cookie);
    await expect.poll(() => app.logs().slice(before)).toContain('"status":499');
    // Any further log line has been written by the time another request has been answered.
    await fetch(`${app.url}/api/auth/csrf`);
    const written = app.logs().slice(before).trim().split("\n");
    const lines = written.map((line) => JSON.parse(line) as Record<string, unknown>);
    // Other requests and background work may log at info meanwhile.
    const ours = lines.filter(({ level, status }) => level !== "info" || status === 499);
    expect(ours).toMatchObject([{ level: "info", status: 499, code: "client_gone" }]);
  });
});

describe("an instance with an https address", () => {
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

  test("every response sets Strict-Transport-Security", async () => {
    for (const [kind, [request]] of Object.entries(KINDS)) {
      const { headers } = await send(web.url, request);
      expect(headers.get("strict-transport-security"), kind).toMatch(/^max-age=\d{8,}$/);
      expect(headers.get("x-content-type-options"), kind).toBe("nosniff");
    }
  });

  test("a worker's responses set it too", async () => {
    for (const path of ["/healthz", "/", "/foo.bar"]) {
      const { headers } = await send(worker.url, rawRequest(path));
      expect(headers.get("strict-transport-security"), path).toMatch(/^max-age=/);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    }
  });
});
