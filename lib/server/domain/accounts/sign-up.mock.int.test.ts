import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { findActor } from "@/lib/server/auth/sessions";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { createAccount, type NewAccount } from "@/lib/server/domain/accounts/create-account";
import { requestSignInLink, requestSignUp } from "@/lib/server/domain/accounts/request-links";
import {
  type ProviderPerson,
  signInByProvider,
} from "@/lib/server/domain/accounts/sign-in-by-provider";
import { isSetupNeeded } from "@/lib/server/domain/accounts/setup";
import { signUpAtOnce } from "@/lib/server/domain/accounts/sign-up";
import { finishSignUp } from "@/lib/server/domain/accounts/use-links";
import type * as envModule from "@/lib/server/env";
import { mailSettled } from "@/lib/server/mail/send";
import { codeOf, forgetEverybody } from "@/scripts/testing/accounts";
import { linkIn, tokenIn } from "@/scripts/testing/mailbox";

const { mailbox, change } = await vi.hoisted(async () => {
  const { Mailbox } = await import("@/scripts/testing/mailbox");
  const change: Partial<envModule.Env> = {};
  return { mailbox: await Mailbox.open(), change };
});

/** The default settings, with a test's overrides. */
vi.mock("@/lib/server/env", async (load) => {
  const real = await load<typeof envModule>();
  return { ...real, getEnv: () => ({ ...real.getEnv(), ...change }) };
});

const withMail = {
  SMTP_URL: mailbox.url,
  MAIL_FROM: "studio@example.org",
  PENTIMENTO_URL: "https://studio.example.org",
};
const noMail = { SMTP_URL: undefined, MAIL_FROM: undefined, PENTIMENTO_URL: undefined };
const open = { SIGN_UP: { kind: "open" } } as const;
const closed = { SIGN_UP: { kind: "closed" } } as const;
const byDomain = { SIGN_UP: { kind: "domains", domains: ["example.org"] } } as const;
const applySettings = (...settings: Partial<envModule.Env>[]) => Object.assign(change, ...settings);

const visitor = { peer: { address: "203.0.113.9", isDirectLoopback: false }, userAgent: "test" };
const requester = { peer: visitor.peer, language: "en" };
const password = "vermilion gesso 17";
const eve = { name: "Eve", email: "eve@example.org", password };

beforeEach(async () => {
  await mailSettled();
  mailbox.mails.length = 0;
  await forgetEverybody();
  await makePerson({ name: "Olive", email: "olive@example.org", isInstanceOwner: true });
});
afterAll(async () => {
  await mailbox.close();
  await closeDatabase();
});

function makePerson(given: Partial<NewAccount> = {}) {
  const account: NewAccount = {
    name: "Ada",
    email: "ada@example.org",
    passwordHash: "-",
    isEmailVerified: true,
    way: "by hand",
    ...given,
  };
  return inTransaction((tx) => createAccount(tx, account, { by: "command line" }));
}

test("policy domains: the mailed link verifies the address, then the account is created", async () => {
  applySettings(withMail, byDomain);
  await requestSignUp("Eve@Example.org", requester);
  const mail = await mailbox.next(eve.email);
  expect(linkIn(mail)).toMatch(/^https:\/\/studio\.example\.org\/sign-up\/finish#/);
  expect(await db.user.count()).toBe(1);
  const token = tokenIn(mail);
  const finish = () => finishSignUp({ language: "zh", token, name: "Eve", password }, visitor);
  const actor = await findActor(await finish());
  expect(actor).toMatchObject({ name: "Eve", email: eve.email, role: "owner" });
  const user = await db.user.findUniqueOrThrow({ where: { email: eve.email } });
  expect(user).toMatchObject({ language: "zh", isInstanceOwner: false });
  expect(user.emailVerifiedAt).not.toBeNull();
  expect(await codeOf(finish())).toBe("link_invalid");
});

test("policy domains: other domains and subdomains are refused, account or not", async () => {
  applySettings(withMail, byDomain);
  await makePerson({ email: "ada@elsewhere.example" });
  for (const email of [
    "ada@elsewhere.example",
    "nobody@elsewhere.example",
    "eve@mail.example.org",
    "eve@example.org.evil.example",
    '"eve@example.org"@evil.example',
  ]) {
    expect(await codeOf(requestSignUp(email, requester)), email).toBe("domain_not_admitted");
  }
});

test("signing up with a taken address gets the same answer, and the mail holds a sign-in link", async () => {
  applySettings(withMail, open);
  await makePerson();
  expect(await codeOf(requestSignUp("ada@example.org", requester))).toBe("done");
  expect(await codeOf(requestSignUp(eve.email, requester))).toBe("done");
  expect(linkIn(await mailbox.next("ada@example.org"))).toContain("/sign-in/link#");
  expect(linkIn(await mailbox.next(eve.email))).toContain("/sign-up/finish#");
});

test("a sign-up link fails once the policy is closed or the account exists", async () => {
  applySettings(withMail, open);
  await requestSignUp(eve.email, requester);
  const token = tokenIn(await mailbox.next(eve.email));
  const finish = () =>
    codeOf(finishSignUp({ language: "en", token, name: "Eve", password }, visitor));
  applySettings(closed);
  expect(await finish()).toBe("sign_up_closed");
  applySettings(open);
  await makePerson({ email: eve.email });
  expect(await finish()).toBe("email_taken");
});

test("policy closed: only users invited by e-mail can sign up", async () => {
  applySettings(withMail, closed);
  expect(await codeOf(requestSignUp(eve.email, requester))).toBe("sign_up_closed");
  const ada = await makePerson();
  const { workspaceId } = await db.membership.findFirstOrThrow({ where: { userId: ada.id } });
  const out = await makePerson({ email: "out@example.org" });
  await db.user.update({ where: { id: out.id }, data: { suspendedAt: new Date() } });
  const soon = new Date(Date.now() + 60_000);
  const invite = (email: string, expiresAt: Date, createdById = ada.id) =>
    db.invite.create({
      data: { workspaceId, role: "member", email, tokenHash: email, createdById, expiresAt },
    });
  await invite(eve.email, soon);
  await invite("late@example.org", new Date(Date.now() - 1));
  await invite("unlucky@example.org", soon, out.id);
  for (const email of [
    eve.email,
    "late@example.org",
    "unlucky@example.org",
    "nobody@example.org",
  ]) {
    await requestSignInLink(email, requester);
  }
  const token = tokenIn(await mailbox.next(eve.email));
  expect(
    await codeOf(finishSignUp({ language: "en", token, name: "Eve", password }, visitor)),
  ).toBe("done");
  await mailSettled();
  expect(mailbox.mails).toEqual([]);
});

test("policy open without mail: sign-up is immediate and unverified, reveals taken addresses and is limited", async () => {
  applySettings(noMail, open);
  const session = await signUpAtOnce({ ...eve, language: "en" }, visitor);
  expect(await findActor(session)).toMatchObject({ email: eve.email });
  const user = await db.user.findUniqueOrThrow({ where: { email: eve.email } });
  expect(user.emailVerifiedAt).toBeNull();
  expect(
    await codeOf(signUpAtOnce({ language: "en", ...eve, email: "EVE@example.org" }, visitor)),
  ).toBe("email_taken");
  const weak = { ...eve, email: "x@example.org", password: "Password123" };
  expect(await codeOf(signUpAtOnce({ ...weak, language: "en" }, visitor))).toBe("weak_password");
  for (let n = 3; n < 10; n += 1) await codeOf(signUpAtOnce({ ...eve, language: "en" }, visitor));
  expect(await codeOf(signUpAtOnce({ ...eve, language: "en" }, visitor))).toBe("too_many_attempts");
});

test.each([
  ["closed", closed, noMail],
  ["by domain", byDomain, withMail],
  ["open with mail", open, withMail],
])("immediate sign-up answers sign_up_closed if the policy is %s", async (_, policy, mail) => {
  applySettings(policy, mail);
  expect(await codeOf(signUpAtOnce({ ...eve, language: "en" }, visitor))).toBe("sign_up_closed");
});

test("of concurrent sign-ups with one address, one creates the account", async () => {
  applySettings(noMail, open);
  const both = await Promise.all(
    [1, 2].map(() => codeOf(signUpAtOnce({ ...eve, language: "en" }, visitor))),
  );
  expect(both.toSorted()).toEqual(["done", "email_taken"]);
  expect(await db.workspace.count()).toBe(2);
});

const github: ProviderPerson = {
  provider: "github",
  id: "4711",
  name: "Eve",
  email: eve.email,
  isEmailVerified: true,
};

test("a provider's user is found by the provider's id after their address changed", async () => {
  applySettings(noMail, open);
  const first = await findActor(await signInByProvider(github, visitor));
  applySettings(closed);
  const moved = { ...github, email: "moved@example.org", isEmailVerified: false };
  const again = await findActor(await signInByProvider(moved, visitor));
  expect(again?.userId).toBe(first?.userId);
  expect(again?.email).toBe(eve.email);
  const other = signInByProvider({ ...github, provider: "oidc", email: null }, visitor);
  expect(await codeOf(other)).toBe("email_missing");
});

test("an account with the same address is linked only if both sides have verified it", async () => {
  applySettings(noMail, open);
  const person = { ...github, email: "Ada@example.org" };
  const ada = await makePerson({ isEmailVerified: false });
  // A stranger may have signed up with her address before.
  expect(await codeOf(signInByProvider(person, visitor))).toBe("email_unproven");
  await db.user.update({ where: { id: ada.id }, data: { emailVerifiedAt: new Date() } });
  // A stranger may have registered her address with a provider that does not verify it.
  const claimed = signInByProvider({ ...person, isEmailVerified: false }, visitor);
  expect(await codeOf(claimed)).toBe("email_unproven");
  expect(await db.login.count()).toBe(0);
  expect((await findActor(await signInByProvider(person, visitor)))?.userId).toBe(ada.id);
  expect(await db.user.count()).toBe(2);
});

test("a provider's user without an account gets one if the policy allows it", async () => {
  const signInWith = (change: Partial<ProviderPerson>) =>
    codeOf(signInByProvider({ ...github, ...change }, visitor));
  applySettings(noMail, closed);
  expect(await signInWith({})).toBe("sign_up_closed");
  applySettings(withMail, byDomain);
  expect(await signInWith({ email: "eve@elsewhere.example" })).toBe("domain_not_admitted");
  expect(await signInWith({ isEmailVerified: false })).toBe("email_unvouched");
  expect(await db.user.count()).toBe(1);
  expect(await signInWith({})).toBe("done");
  const [entry] = await db.auditEntry.findMany({
    where: { act: "account.created" },
    orderBy: { createdAt: "desc" },
  });
  expect(entry).toMatchObject({ details: { way: "github", email: eve.email } });
});

test("a suspended user cannot sign in by a provider", async () => {
  applySettings(noMail, open);
  await signInByProvider(github, visitor);
  await db.user.updateMany({ data: { suspendedAt: new Date() } });
  expect(await codeOf(signInByProvider(github, visitor))).toBe("account_suspended");
});

test("concurrent first sign-ins by one provider create one account", async () => {
  applySettings(noMail, open);
  const both = await Promise.all([1, 2].map(() => codeOf(signInByProvider(github, visitor))));
  expect(both).toContain("done");
  expect(await db.user.count()).toBe(2);
  expect(await db.login.count()).toBe(1);
});

test("before the instance has an owner nobody can sign up, even with the open policy", async () => {
  await forgetEverybody();
  applySettings(noMail, open);
  expect(await codeOf(signUpAtOnce({ ...eve, language: "en" }, visitor))).toBe("sign_up_closed");
  expect(await codeOf(signInByProvider(github, visitor))).toBe("sign_up_closed");
  applySettings(withMail);
  await requestSignUp(eve.email, requester);
  const token = tokenIn(await mailbox.next(eve.email));
  const finish = () =>
    codeOf(finishSignUp({ language: "en", token, name: "Eve", password }, visitor));
  expect(await finish()).toBe("sign_up_closed");
  expect(await isSetupNeeded()).toBe(true);
  await makePerson({ isInstanceOwner: true });
  expect(await finish()).toBe("done");
});
