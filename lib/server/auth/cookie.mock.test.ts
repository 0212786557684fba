import { beforeEach, expect, test, vi } from "vitest";
import { readSessionToken, sessionCookie, type SessionToken } from "@/lib/server/auth/cookie";

const settings = { TRUSTED_PROXY: 0, PENTIMENTO_URL: "", PENTIMENTO_SECRET: "s".repeat(32) };
vi.mock("@/lib/server/env", () => ({ getEnv: () => settings }));
beforeEach(() => {
  Object.assign(settings, { PENTIMENTO_URL: "", PENTIMENTO_SECRET: "s".repeat(32) });
});

const headers = new Headers({ host: "studio.example" });
const token: SessionToken = {
  userId: "01920000-0000-7000-8000-000000000001",
  sessionId: "01920000-0000-7000-8000-000000000002",
  sessionVersion: 3,
};

async function roundTrip(setCookie: string): Promise<SessionToken | null> {
  const [name = "", value = ""] = (setCookie.split(";")[0] ?? "").split("=");
  return readSessionToken(headers, (requested) => (requested === name ? value : undefined));
}

test("a cookie round-trips its token without revealing it", async () => {
  const setCookie = await sessionCookie(headers, token);
  expect(await roundTrip(setCookie)).toEqual(token);
  expect(setCookie).not.toContain(token.sessionId);
  expect(setCookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
});

test("on https the cookie has the __Host- prefix and the Secure attribute", async () => {
  settings.PENTIMENTO_URL = "https://studio.example";
  const setCookie = await sessionCookie(headers, token);
  expect(setCookie).toMatch(/^__Host-pentimento\.session\..*; Secure$/);
  expect(await roundTrip(setCookie)).toEqual(token);
});

test("another studio on the same host uses another cookie name and rejects our cookie", async () => {
  const setCookie = await sessionCookie(headers, token);
  settings.PENTIMENTO_SECRET = "t".repeat(32);
  const other = await sessionCookie(headers, token);
  expect(other.split("=")[0]).not.toBe(setCookie.split("=")[0]);
  const value = (setCookie.split(";")[0] ?? "").split("=")[1];
  expect(await readSessionToken(headers, () => value)).toBeNull();
});

test("a tampered cookie is rejected", async () => {
  const setCookie = await sessionCookie(headers, token);
  const [name = "", value = ""] = (setCookie.split(";")[0] ?? "").split("=");
  const changed = value.slice(0, -6) + value.slice(-6).split("").toReversed().join("");
  expect(
    await readSessionToken(headers, (requested) => (requested === name ? changed : undefined)),
  ).toBeNull();
});
