import { Writable } from "node:stream";
import { beforeEach, expect, test, vi } from "vitest";
import { errorFields, makeLog } from "@/lib/server/log";

vi.mock("@/lib/server/env", () => ({
  getEnv: () => ({ LOG_LEVEL: "info", UPSTREAM_API_KEY: "canary-4f9a-key" }),
}));

let written = "";
beforeEach(() => void (written = ""));
const log = makeLog(
  new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  }),
);

test("a line is one JSON object with its level as a word", () => {
  log.info({ userId: "u1" }, "two\nlines");
  expect(written.trimEnd()).not.toContain("\n");
  expect(JSON.parse(written)).toMatchObject({ level: "info", userId: "u1", msg: "two\nlines" });
});

test("secret fields are redacted at any depth", () => {
  log.info({
    request: { headers: { Authorization: "Bearer abcdef123", cookie: "a=b" } },
    password: "pw-1",
  });
  log.info({ apiKey: "k-1", passwordHash: "h-1", currentPassword: "pw-2" });
  for (const secret of ["abcdef123", "a=b", "pw-1", "k-1", "h-1", "pw-2"]) {
    expect(written).not.toContain(secret);
  }
});

test("the upstream's key is redacted wherever it occurs", () => {
  log.error(
    errorFields(new Error("GET failed with canary-4f9a-key")),
    "canary-4f9a-key in a message",
  );
  log.info({ list: [{ url: "https://x/?k=canary-4f9a-key" }] });
  expect(written).not.toContain("canary-4f9a-key");
  expect(written).toContain("[redacted]");
});

test("data URLs and long base64 are replaced by their length", () => {
  const bytes = "QUJD".repeat(500);
  log.info({ body: `see data:image/png;base64,${bytes} here`, raw: bytes }, bytes);
  expect(written).not.toContain("QUJDQUJD");
  expect(written).toContain("[data:image/png");
  expect(written).toContain("[base64 2000 chars]");
});

test("passwords in URLs and bearer tokens in text are redacted", () => {
  log.info("connecting to postgresql://me:hush@db/x with Bearer sk-abcdefgh12345");
  expect(written).not.toMatch(/hush|abcdefgh12345/);
  expect(written).toContain("postgresql://me:[redacted]@db/x");
});

test("an error keeps its name, code, stack and causes", () => {
  const cause = Object.assign(new Error("inner"), { code: "ENOENT" });
  log.error(errorFields(new TypeError("outer", { cause })), "it broke");
  expect(JSON.parse(written)).toMatchObject({
    err: { name: "TypeError", message: "outer", cause: { message: "inner", code: "ENOENT" } },
  });
});

test("a cyclic object does not hang the log", () => {
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  log.info({ loop });
  expect(written).toContain("[deeper]");
});
