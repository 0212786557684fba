import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import * as argon2 from "@node-rs/argon2";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { knownDeviceCookie, knownPeople } from "@/lib/server/auth/known-device";
import { endSession, findActor } from "@/lib/server/auth/sessions";
import { announceSetupCode } from "@/lib/server/auth/setup-code";
import { closeDatabase, db } from "@/lib/server/db";
import { changePassword } from "@/lib/server/domain/accounts/change-password";
import { createOwner, isSetupNeeded, loadSetupState } from "@/lib/server/domain/accounts/setup";
import { signIn } from "@/lib/server/domain/accounts/sign-in";
import { getEnv } from "@/lib/server/env";
import type { Peer } from "@/lib/server/request/peer";
import { forgetEverybody } from "@/scripts/testing/accounts";

vi.mock("@node-rs/argon2", async (load) => {
  const real = await load<typeof argon2>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

const here: Peer = { address: "127.0.0.1", isDirectLoopback: true };
const elsewhere = (address = "203.0.113.9"): Peer => ({ address, isDirectLoopback: false });
const requester = { userAgent: "test", language: "en" };
const visitor = (peer: Peer = here) => ({ peer, userAgent: "test" });
const owner = { name: "Ada", email: "Ada@Example.org", password: "lighthouse keeper" };
const right = { email: "ada@example.org", password: owner.password };
const wrong = { email: "ada@example.org", password: "not the password" };
const codeFile = () => path.join(getEnv().DATA_DIR, "setup-code");

beforeEach(async () => {
  await forgetEverybody();
});
afterAll(closeDatabase);

async function actorOf(token: SessionToken): Promise<Actor> {
  const actor = await findActor(token);
  if (!actor) throw new Error("nobody is signed in");
  return actor;
}

async function announcedCode(): Promise<string> {
  let printed = "";
  await announceSetupCode((text) => void (printed += text));
  return /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(printed)?.[0] ?? "";
}

/** Delays the next `visits` password hashes until all of them are due, so that what follows is a race. */
function raceAfterHashing(visits: number): void {
  let arrived = 0;
  let release = () => {};
  const all = new Promise<void>((resolve) => (release = resolve));
  for (let n = 0; n < visits; n += 1) {
    vi.mocked(argon2.hash).mockImplementationOnce(async () => {
      arrived += 1;
      if (arrived === visits) release();
      await all;
      return "$argon2id$";
    });
  }
}

test("the first visit creates the owner with a personal workspace and signs them in", async () => {
  expect(await loadSetupState(here)).toEqual({ isNeeded: true, isCodeNeeded: false });
  const token = await createOwner(owner, visitor());
  const actor = await actorOf(token);
  expect(actor).toMatchObject({ name: "Ada", email: "ada@example.org", role: "owner" });
  const user = await db.user.findFirstOrThrow({ include: { memberships: true } });
  expect(user.isInstanceOwner).toBe(true);
  expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(user.memberships).toMatchObject([{ workspaceId: actor.workspaceId, role: "owner" }]);
  expect(await isSetupNeeded()).toBe(false);
  const lines = await db.auditEntry.findMany({ where: { actorId: user.id } });
  expect(lines.map(({ act }) => act).toSorted()).toEqual(["account.created", "account.signed_in"]);
  await expect(createOwner(owner, visitor())).rejects.toThrow("already_set_up");
});

test("of concurrent first visits exactly one wins", async () => {
  raceAfterHashing(6);
  const visits = Array.from({ length: 6 }, (_, n) =>
    createOwner({ ...owner, email: `ada${n}@example.org` }, visitor()),
  );
  const outcomes = await Promise.allSettled(visits);
  const lost = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(lost.map((outcome) => outcome.reason.code)).toEqual(Array(5).fill("already_set_up"));
  expect(await db.user.count()).toBe(1);
  expect(await db.workspace.count()).toBe(1);
});

test("a remote first visit needs the setup code, whose private file is removed afterwards", async () => {
  const code = await announcedCode();
  expect(code).not.toBe("");
  expect(statSync(codeFile()).mode & 0o777).toBe(0o600);
  expect(readFileSync(codeFile(), "utf8")).toBe(code);
  expect(await announcedCode()).toBe(code);
  expect(await loadSetupState(elsewhere())).toEqual({ isNeeded: true, isCodeNeeded: true });
  for (const guess of [undefined, "", "AAAA-AAAA"]) {
    await expect(
      createOwner({ ...owner, code: guess }, visitor(elsewhere())),
    ).rejects.toMatchObject({ code: "wrong_setup_code" });
  }
  expect(await db.user.count()).toBe(0);
  await createOwner({ ...owner, code: code.toLowerCase().replace("-", " ") }, visitor(elsewhere()));
  expect(existsSync(codeFile())).toBe(false);
  expect(await announcedCode()).toBe("");
});

test("setup code attempts are limited, and the right code waits too once they are used up", async () => {
  const code = await announcedCode();
  const guess = (given: string, peer: Peer) =>
    createOwner({ ...owner, code: given }, visitor(peer)).catch((error) => error.code);
  for (let n = 0; n < 10; n += 1) {
    expect(await guess("AAAA-AAAA", elsewhere())).toBe("wrong_setup_code");
  }
  expect(await guess(code, elsewhere())).toBe("too_many_attempts");
  expect(await db.user.count()).toBe(0);
  await createOwner({ ...owner, code }, visitor(elsewhere("198.51.100.4")));
});

test("a weak password creates no account", async () => {
  const weak = createOwner({ ...owner, password: "Password123" }, visitor());
  await expect(weak).rejects.toMatchObject({ code: "weak_password", extra: { field: "password" } });
  expect(await db.user.count()).toBe(0);
});

test("each sign-in opens its own session, whatever the case and blanks of the address", async () => {
  await createOwner(owner, visitor());
  const first = await signIn(right, visitor());
  const second = await signIn({ ...right, email: " ADA@example.ORG " }, visitor());
  expect(first.sessionId).not.toBe(second.sessionId);
  expect((await actorOf(second)).email).toBe("ada@example.org");
});

test("an unknown address costs the same work and gets the same answer as a wrong password", async () => {
  await createOwner(owner, visitor());
  const verify = vi.mocked(argon2.verify);
  const refusalOf = async (credentials: typeof wrong) => {
    verify.mockClear();
    const refusal: unknown = await signIn(credentials, visitor()).catch((error: unknown) => error);
    const cost = String(verify.mock.calls[0]?.[0]).split("$").slice(0, 4).join("$");
    return { refusal, calls: verify.mock.calls.length, cost };
  };
  const known = await refusalOf(wrong);
  const unknown = await refusalOf({ ...wrong, email: "nobody@example.org" });
  expect(unknown).toEqual(known);
  expect(known).toMatchObject({ calls: 1, refusal: { code: "wrong_credentials", extra: {} } });
});

test("the tenth wrong password blocks an account for a while, from every client address", async () => {
  await createOwner(owner, visitor());
  const tries = (count: number, peer: Peer) =>
    Promise.allSettled(Array.from({ length: count }, () => signIn(wrong, visitor(peer))));
  await tries(5, elsewhere());
  await tries(5, elsewhere("198.51.100.4"));
  await extendWaits();
  vi.mocked(argon2.verify).mockClear();
  await expect(signIn(right, visitor(elsewhere("192.0.2.1")))).rejects.toMatchObject({
    code: "too_many_attempts",
    extra: { details: { seconds: expect.any(Number) } },
  });
  expect(argon2.verify).not.toHaveBeenCalled();
  await expect(
    signIn({ ...wrong, email: "other@example.org" }, visitor(elsewhere("192.0.2.1"))),
  ).rejects.toMatchObject({ code: "wrong_credentials" });
});

/** Extends every wait that has begun beyond the end of the test, however slow the machine is. */
const extendWaits = () =>
  db.$executeRaw`UPDATE "PasswordFailures" SET "lastAt" = now() + interval '1 hour'`;

/** A visitor with the known-device cookie of an earlier sign-in. */
function fromKnown(token: SessionToken, peer: Peer = elsewhere()) {
  const setCookie = knownDeviceCookie(new Headers(), token.userId);
  const cookie = setCookie.split(";")[0] ?? "";
  return { ...visitor(peer), known: knownPeople(new Headers({ cookie })) };
}

test("a known browser can sign in to a blocked account, even from the address of the guesses", async () => {
  const token = await createOwner(owner, visitor());
  const known = fromKnown(token);
  const guess = () => signIn(wrong, visitor(elsewhere()));
  await Promise.allSettled(Array.from({ length: 40 }, guess));
  await extendWaits();
  await expect(guess()).rejects.toMatchObject({ code: "too_many_attempts" });
  await expect(signIn(right, visitor(elsewhere("192.0.2.1")))).rejects.toMatchObject({
    code: "too_many_attempts",
  });
  expect((await signIn(right, known)).userId).toBe(token.userId);
  // After the owner's sign-in, their other browsers no longer wait.
  await signIn(right, visitor(elsewhere("192.0.2.1")));
});

test("a known browser has ten attempts of its own", async () => {
  const known = fromKnown(await createOwner(owner, visitor()));
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => signIn(wrong, known)));
  const codes = outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.code);
  expect(codes.filter((code) => code === "wrong_credentials")).toHaveLength(10);
  await signIn(right, visitor(elsewhere("192.0.2.1")));
});

test("a device proof of another user, or a forged one, makes no browser known", async () => {
  const token = await createOwner(owner, visitor());
  await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => signIn(wrong, visitor(elsewhere(`198.51.100.${n}`)))),
  );
  await extendWaits();
  const cookie = knownDeviceCookie(new Headers(), token.userId).split(";")[0] ?? "";
  const other = knownDeviceCookie(new Headers(), crypto.randomUUID()).split(";")[0] ?? "";
  const [name = "", value = ""] = other.split("=");
  const swapped = `${name}=${value.replace(/^[^.]+/, token.userId)}`;
  const long = { now: () => new Date(Date.now() + 181 * 86_400_000) };
  const forgeries = [
    knownPeople(new Headers({ cookie: other })),
    knownPeople(new Headers({ cookie: swapped })),
    knownPeople(new Headers({ cookie: `${cookie}x` })),
    knownPeople(new Headers({ cookie }), long),
  ];
  for (const known of forgeries) {
    expect(known.get(token.userId)).toBeUndefined();
    const attempt = signIn(right, { ...visitor(elsewhere("192.0.2.1")), known });
    await expect(attempt).rejects.toMatchObject({ code: "too_many_attempts" });
  }
});

test("each further wrong password doubles the wait up to 15 minutes, with or without an account", async () => {
  await createOwner(owner, visitor());
  let address = 0;
  const attempt = async (email: string) =>
    signIn({ ...wrong, email }, visitor(elsewhere(`10.0.0.${address++}`))).catch(
      (error: { code: string; extra: { details?: { seconds: number } } }) =>
        error.code === "too_many_attempts" ? error.extra.details?.seconds : error.code,
    );
  const passTime = (seconds: number) => db.$executeRaw`
    UPDATE "PasswordFailures" SET "lastAt" = "lastAt" - make_interval(secs => ${seconds}::int)`;
  const secondsSinceFailure = async () => {
    const [row] = await db.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM now() - max("lastAt"))::float8 AS seconds FROM "PasswordFailures"`;
    return row?.seconds ?? 0;
  };
  const beginWait = () => db.$executeRaw`UPDATE "PasswordFailures" SET "lastAt" = now()`;
  for (const email of [wrong.email, "nobody@example.org"]) {
    for (let n = 0; n < 10; n += 1) expect(await attempt(email)).toBe("wrong_credentials");
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      await beginWait();
      const left = Number(await attempt(email));
      expect(left).toBeLessThanOrEqual(seconds);
      expect(left).toBeGreaterThanOrEqual(seconds - (await secondsSinceFailure()));
      await passTime(seconds);
      expect(await attempt(email)).toBe("wrong_credentials");
    }
    await passTime(3_601);
    for (let n = 0; n < 10; n += 1) expect(await attempt(email)).toBe("wrong_credentials");
  }
});

test("guesses from elsewhere do not stop a signed-in user from proving their identity", async () => {
  const token = await createOwner(owner, visitor());
  await Promise.allSettled(
    Array.from({ length: 11 }, () => signIn(wrong, visitor(elsewhere("192.0.2.9")))),
  );
  const change = { currentPassword: owner.password, newPassword: "vermilion gesso 17" };
  await changePassword(await actorOf(token), { ...change, ...requester });
});

test("concurrent guesses are counted before they are checked", async () => {
  await createOwner(owner, visitor());
  const outcomes = await Promise.allSettled(
    Array.from({ length: 25 }, () => signIn(wrong, visitor())),
  );
  const codes = outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.code);
  expect(codes.filter((code) => code === "wrong_credentials")).toHaveLength(10);
  expect(codes.filter((code) => code === "too_many_attempts")).toHaveLength(15);
});

test("attempts per client address are limited across accounts, with IPv6 counted by prefix", async () => {
  const from = (address: string) => (_: unknown, n: number) =>
    signIn({ ...wrong, email: `u${n}@example.org` }, visitor(elsewhere(address)));
  await Promise.allSettled(Array.from({ length: 30 }, from("2001:db8:0:7::1")));
  const next = signIn(
    { ...wrong, email: "x@example.org" },
    visitor(elsewhere("2001:db8:0:7:9::2")),
  );
  await expect(next).rejects.toMatchObject({ code: "too_many_attempts" });
});

test("successful sign-ins use up no attempts", async () => {
  await createOwner(owner, visitor());
  for (let n = 0; n < 12; n += 1) await signIn(right, visitor());
  await Promise.allSettled(Array.from({ length: 9 }, () => signIn(wrong, visitor())));
  await signIn(right, visitor());
  await expect(signIn(wrong, visitor())).rejects.toMatchObject({ code: "wrong_credentials" });
});

test("an ended session rejects every copy of its cookie, and other sessions stay valid", async () => {
  const first = await createOwner(owner, visitor());
  const second = await signIn(right, visitor());
  await endSession(first);
  expect(await findActor({ ...first })).toBeNull();
  expect(await findActor(second)).not.toBeNull();
});

test("a session cannot be ended by another user", async () => {
  const token = await createOwner(owner, visitor());
  const stranger = await db.user.create({
    data: { name: "Eve", email: "eve@example.org", passwordHash: "-" },
  });
  expect(await findActor({ ...token, userId: stranger.id })).toBeNull();
  await endSession({ userId: stranger.id, sessionId: token.sessionId });
  expect(await findActor(token)).not.toBeNull();
});

test("a new password ends every session and opens a new one for the caller", async () => {
  const mine = await createOwner(owner, visitor());
  const phone = await signIn(right, visitor());
  const change = { currentPassword: owner.password, newPassword: "vermilion gesso 17" };
  const fresh = await changePassword(await actorOf(mine), { ...change, ...requester });
  expect(await findActor(mine)).toBeNull();
  expect(await findActor(phone)).toBeNull();
  expect(await findActor({ ...mine, sessionVersion: fresh.sessionVersion })).toBeNull();
  expect(await findActor({ ...fresh, sessionVersion: mine.sessionVersion })).toBeNull();
  expect(await findActor(fresh)).not.toBeNull();
  await expect(signIn(right, visitor())).rejects.toMatchObject({ code: "wrong_credentials" });
  await signIn({ ...right, password: change.newPassword }, visitor());
});

test("changing the password needs the current one and refuses a weak one", async () => {
  const token = await createOwner(owner, visitor());
  const actor = await actorOf(token);
  const change = (currentPassword: string, newPassword: string) =>
    changePassword(actor, { ...requester, currentPassword, newPassword });
  await expect(change("a guess at it", "vermilion gesso 17")).rejects.toMatchObject({
    code: "wrong_credentials",
    extra: { field: "currentPassword" },
  });
  await expect(change(owner.password, "Password123")).rejects.toMatchObject({
    code: "weak_password",
    extra: { field: "newPassword" },
  });
  expect(await findActor(token)).not.toBeNull();
});
