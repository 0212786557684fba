import * as argon2 from "@node-rs/argon2";
import pg from "pg";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { findActor } from "@/lib/server/auth/sessions";
import { databasePool } from "@/lib/server/db/pools";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { changePassword } from "@/lib/server/domain/accounts/change-password";
import { createAccount } from "@/lib/server/domain/accounts/create-account";
import { makeLink } from "@/lib/server/domain/accounts/links";
import { requestReset, requestSignInLink } from "@/lib/server/domain/accounts/request-links";
import { makeResetLink } from "@/lib/server/domain/accounts/reset-link";
import { signIn } from "@/lib/server/domain/accounts/sign-in";
import { resetPassword, signInByLink } from "@/lib/server/domain/accounts/use-links";
import { hashPassword } from "@/lib/server/auth/passwords";
import { log } from "@/lib/server/log";
import { mailSettled } from "@/lib/server/mail/send";
import { codeOf, forgetEverybody } from "@/scripts/testing/accounts";
import { tokenIn } from "@/scripts/testing/mailbox";

const mailbox = await vi.hoisted(async () =>
  (await import("@/scripts/testing/mailbox")).openNamedMailbox(),
);

vi.mock("@node-rs/argon2", async (load) => {
  const real = await load<typeof argon2>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

const ADA = "ada@example.org";
const PASSWORD = "lighthouse keeper";
const visitor = { peer: { address: "203.0.113.9", isDirectLoopback: false }, userAgent: "test" };
/** The SQL text of an argument of pg's `query`. */
const textOf = (query: unknown) =>
  typeof query === "string" ? query : String((query as { text?: unknown }).text);

const requester = { peer: visitor.peer, language: "en" };

beforeEach(async () => {
  await mailSettled();
  mailbox.mails.length = 0;
  mailbox.refuseWith(null);
  await forgetEverybody();
});
afterAll(async () => {
  await mailbox.close();
  await closeDatabase();
});

async function makePerson(email = ADA, language: string | null = null) {
  const passwordHash = await hashPassword(PASSWORD);
  const account = { name: "Ada", email, passwordHash, isEmailVerified: false, language };
  return inTransaction((tx) =>
    createAccount(tx, { ...account, way: "by hand" }, { by: "command line" }),
  );
}

async function requestLinkToken(email = ADA): Promise<string> {
  await requestSignInLink(email, requester);
  return tokenIn(await mailbox.next(email));
}

test("a mailed link signs in once and verifies the address", async () => {
  const ada = await makePerson();
  const token = await requestLinkToken();
  const session = await signInByLink(token, visitor);
  expect(await findActor(session)).toMatchObject({ userId: ada.id, email: ADA });
  expect(await codeOf(signInByLink(token, visitor))).toBe("link_invalid");
  const user = await db.user.findUniqueOrThrow({ where: { id: ada.id } });
  expect(user.emailVerifiedAt).not.toBeNull();
  const [entry] = await db.auditEntry.findMany({ where: { act: "account.signed_in" } });
  expect(entry).toMatchObject({
    actorId: ada.id,
    address: "203.0.113.9",
    details: { way: "link" },
  });
});

test("of concurrent uses of a link one wins", async () => {
  await makePerson();
  const token = await requestLinkToken();
  const uses = await Promise.all(
    Array.from({ length: 8 }, () => codeOf(signInByLink(token, visitor))),
  );
  expect(uses.toSorted()).toEqual(["done", ...Array(7).fill("link_invalid")]);
  expect(await db.session.count()).toBe(1);
});

test("the token is only in the mail, behind the #, and the table stores its hash", async () => {
  await makePerson();
  await requestSignInLink(ADA, requester);
  const mail = await mailbox.next(ADA);
  expect(mail.text).toMatch(/https:\/\/studio\.example\.org\/sign-in\/link#[\w-]{43}\n/);
  expect(mail.to).toEqual([ADA]);
  expect(mail.raw).toContain("Auto-Submitted: auto-generated");
  const { rows } = await databasePool().query('SELECT * FROM "OneTimeLink"');
  expect(JSON.stringify(rows)).not.toContain(tokenIn(mail));
});

test("using a link voids older ones, but not those of other users and kinds", async () => {
  const ada = await makePerson();
  await makePerson("bob@example.org");
  const older = await requestLinkToken();
  const bobs = await requestLinkToken("bob@example.org");
  const { path } = await inTransaction((tx) => makeResetLink(tx, "command line", ada.id));
  await signInByLink(await requestLinkToken(), visitor);
  expect(await codeOf(signInByLink(older, visitor))).toBe("link_invalid");
  expect(await codeOf(signInByLink(bobs, visitor))).toBe("done");
  const reset = { token: path.split("#")[1] ?? "", password: "vermilion gesso 17" };
  expect(await codeOf(resetPassword({ ...reset, language: "en" }, visitor))).toBe("done");
});

test("a forged or expired link, or one for another kind or address, is invalid", async () => {
  const ada = await makePerson();
  const signInToken = await requestLinkToken();
  const reset = { token: signInToken, password: "vermilion gesso 17" };
  expect(await codeOf(resetPassword({ ...reset, language: "en" }, visitor))).toBe("link_invalid");
  await db.user.update({ where: { id: ada.id }, data: { email: "ada@example.com" } });
  expect(await codeOf(signInByLink(signInToken, visitor))).toBe("link_invalid");
  await db.user.update({ where: { id: ada.id }, data: { email: ADA } });
  await db.$executeRaw`UPDATE "OneTimeLink" SET "expiresAt" = now() - interval '1 second'`;
  expect(await codeOf(signInByLink(signInToken, visitor))).toBe("link_invalid");
  for (const made of ["", "x".repeat(43), "' OR 1=1 --", "\0"]) {
    expect(await codeOf(signInByLink(made, visitor))).toBe("link_invalid");
  }
  expect(await db.session.count()).toBe(0);
});

test("links are valid for 15 minutes, an hour, a day", async () => {
  const ada = await makePerson();
  const minutes = async (kind: "sign_in" | "reset_password" | "confirm_email") => {
    const { expiresAt } = await makeLink(db, kind, { userId: ada.id, email: ADA });
    return Math.round((expiresAt.getTime() - Date.now()) / 60_000);
  };
  expect(await minutes("sign_in")).toBe(15);
  expect(await minutes("reset_password")).toBe(60);
  expect(await minutes("confirm_email")).toBe(24 * 60);
});

test("unknown and suspended addresses get no mail, and the answer does not reveal it", async () => {
  const ada = await makePerson();
  await db.user.update({ where: { id: ada.id }, data: { suspendedAt: new Date() } });
  for (const email of [ADA, "nobody@example.org"]) {
    expect(await requestSignInLink(email, requester)).toBeUndefined();
    expect(await requestReset(email, requester)).toBeUndefined();
  }
  await mailSettled();
  expect(mailbox.mails).toEqual([]);
});

test("the answer does not wait for a silent mail server", async () => {
  await makePerson();
  const release = mailbox.hold();
  await requestSignInLink(ADA, requester);
  await requestReset(ADA, requester);
  await mailbox.next(ADA);
  await mailbox.next(ADA);
  release();
  await mailSettled();
});

test("a link request does the same work with and without an account before it answers, and hashes nothing", async () => {
  await makePerson();
  // The rate limiter creates its table on first use.
  await requestReset("first@example.org", requester);
  await mailSettled();
  vi.mocked(argon2.hash).mockClear();
  const query = vi.spyOn(pg.Client.prototype, "query");
  const statementsOf = async (request: typeof requestReset, email: string) => {
    query.mockClear();
    await request(email, requester);
    const statements = query.mock.calls.map(([query]) => textOf(query));
    await mailSettled();
    return statements;
  };
  for (const request of [requestReset, requestSignInLink]) {
    const known = await statementsOf(request, ADA);
    expect(await statementsOf(request, "nobody@example.org")).toEqual(known);
    expect(known.join()).not.toContain('"User"');
  }
  query.mockRestore();
  expect(mailbox.mails.map(({ to }) => to)).toEqual([[ADA], [ADA]]);
  expect(argon2.hash).not.toHaveBeenCalled();
});

test("link requests are limited to five per account, existing or not, and per client address", async () => {
  await makePerson();
  for (const email of [ADA, "nobody@example.org"]) {
    const codes: unknown[] = [];
    for (let n = 0; n < 6; n += 1) codes.push(await codeOf(requestSignInLink(email, requester)));
    expect(codes).toEqual([...Array(5).fill("done"), "too_many_attempts"]);
  }
  const codes = await Promise.all(
    Array.from({ length: 12 }, (_, n) => codeOf(requestReset(`p${n}@example.org`, requester))),
  );
  expect(codes.filter((each) => each === "too_many_attempts")).toHaveLength(4);
});

test("a reset by link ends every session, replaces the password, and notifies the user by mail", async () => {
  await makePerson(ADA, "zh");
  const phone = await signIn({ email: ADA, password: PASSWORD }, visitor);
  await requestReset(ADA, requester);
  const mail = await mailbox.next(ADA);
  // In the account's language, not in the requesting client's.
  expect(mail.text).toContain("设置新密码");
  const token = tokenIn(mail);
  const weak = resetPassword({ language: "en", token, password: "Password123" }, visitor);
  expect(await codeOf(weak)).toBe("weak_password");
  const session = await resetPassword(
    { language: "en", token, password: "vermilion gesso 17" },
    visitor,
  );
  expect(await findActor(phone)).toBeNull();
  expect(await findActor(session)).not.toBeNull();
  expect(await codeOf(signIn({ email: ADA, password: PASSWORD }, visitor))).toBe(
    "wrong_credentials",
  );
  await signIn({ email: ADA, password: "vermilion gesso 17" }, visitor);
  expect(
    await codeOf(resetPassword({ language: "en", token, password: "gesso vermilion 18" }, visitor)),
  ).toBe("link_invalid");
  expect((await mailbox.next(ADA)).text).toContain("你的账户已设置新密码");
  expect(await db.auditEntry.count({ where: { act: "account.password_changed" } })).toBe(1);
});

test("changing the password voids mail links and notifies the user by mail", async () => {
  await makePerson();
  await requestReset(ADA, requester);
  const reset = tokenIn(await mailbox.next(ADA));
  const link = await requestLinkToken();
  const actor = await findActor(await signIn({ email: ADA, password: PASSWORD }, visitor));
  if (actor === null) throw new Error("nobody is signed in");
  const change = { currentPassword: PASSWORD, newPassword: "vermilion gesso 17" };
  await changePassword(actor, { ...change, userAgent: "test", language: "en" });
  expect((await mailbox.next(ADA)).subject).toBe("Your password was changed");
  expect(await codeOf(signInByLink(link, visitor))).toBe("link_invalid");
  const again = { token: reset, password: "gesso vermilion 18" };
  expect(await codeOf(resetPassword({ ...again, language: "en" }, visitor))).toBe("link_invalid");
});

test("a reset link created by the command line sets a new password and is audited", async () => {
  const ada = await makePerson();
  const made = await inTransaction((tx) => makeResetLink(tx, "command line", ada.id));
  const [page, token = ""] = made.path.split("#");
  expect(page).toBe("/reset-password");
  expect(await db.auditEntry.findMany({ where: { act: "account.reset_link_made" } })).toMatchObject(
    [{ targetId: ada.id, actorName: "command line", details: {} }],
  );
  await resetPassword({ language: "en", token, password: "vermilion gesso 17" }, visitor);
  const nobody = "00000000-0000-7000-8000-000000000000";
  const none = inTransaction((tx) => makeResetLink(tx, "command line", nobody));
  expect(await codeOf(none)).toBe("not_found");
});

test("every sign-in method answers account_suspended to a suspended user who proves their identity", async () => {
  const ada = await makePerson();
  const token = await requestLinkToken();
  await db.user.update({ where: { id: ada.id }, data: { suspendedAt: new Date() } });
  expect(await codeOf(signInByLink(token, visitor))).toBe("account_suspended");
  expect(await codeOf(signIn({ email: ADA, password: PASSWORD }, visitor))).toBe(
    "account_suspended",
  );
  expect(await codeOf(signIn({ email: ADA, password: "a guess at it" }, visitor))).toBe(
    "wrong_credentials",
  );
  expect(await db.session.count()).toBe(0);
});

test("a mail server's refusal is logged without the address and the link", async () => {
  await makePerson();
  mailbox.refuseWith("No thanks");
  const error = vi.spyOn(log, "error").mockImplementation(() => {});
  await requestSignInLink(ADA, requester);
  await mailSettled();
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ event: "mail.failed" }),
    expect.anything(),
  );
  const logged = JSON.stringify(error.mock.calls);
  expect(logged).toContain("No thanks");
  expect(logged).not.toMatch(/ada@example|sign-in\/link/);
});
