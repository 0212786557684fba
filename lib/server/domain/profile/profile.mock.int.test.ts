import sharp from "sharp";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { hashPassword } from "@/lib/server/auth/passwords";
import { closeDatabase, db } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { findAvatar, removeAvatar, setAvatar } from "@/lib/server/domain/profile/avatar";
import { confirmEmail, requestEmailChange } from "@/lib/server/domain/profile/change-email";
import { updateProfile } from "@/lib/server/domain/profile/commands";
import { loadProfile } from "@/lib/server/domain/profile/queries";
import type * as envModule from "@/lib/server/env";
import { mailSettled } from "@/lib/server/mail/send";
import { tokenIn } from "@/scripts/testing/mailbox";
import { makeActor } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";

const mailbox = await vi.hoisted(async () =>
  (await import("@/scripts/testing/mailbox")).openNamedMailbox(),
);

/** Environment variables that a test overrides. */
const overrides = vi.hoisted((): Partial<envModule.Env> => ({}));
vi.mock("@/lib/server/env", async (load) => {
  const real = await load<typeof envModule>();
  return { ...real, getEnv: () => ({ ...real.getEnv(), ...overrides }) };
});
const overrideEnv = (settings: Partial<envModule.Env>) => Object.assign(overrides, settings);

const PASSWORD = "lighthouse keeper";
const visitor = { peer: { address: "203.0.113.9", isDirectLoopback: false }, userAgent: "test" };
let ada: Actor;

beforeEach(async () => {
  await mailSettled();
  mailbox.mails.length = 0;
  overrideEnv({ SMTP_URL: mailbox.url });
  ada = await makeActor("Ada");
  const passwordHash = await hashPassword(PASSWORD);
  await db.user.update({ where: { id: ada.userId }, data: { passwordHash } });
});
afterAll(async () => {
  await mailbox.close();
  await closeDatabase();
});

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    (value) => value,
    (error: { code?: string }) => String(error.code),
  );
const emailOf = async (actor: Actor) =>
  (await db.user.findUniqueOrThrow({ where: { id: actor.userId } })).email;
const freshAddress = () => `${crypto.randomUUID()}@example.org`;
const requestChange = (email: string, currentPassword = PASSWORD, actor = ada) =>
  outcome(requestEmailChange(actor, { language: "en", email, currentPassword }));
async function picture(width: number, height: number, format: "png" | "jpeg" = "png") {
  const create = { width, height, channels: 3 as const, background: "#336699" };
  return new Blob([new Uint8Array(await sharp({ create }).toFormat(format).toBuffer())]).stream();
}

test("a name, a language and a theme are stored, and a new name is published to shared workspaces", async () => {
  const seq = async () =>
    (await db.workspace.findUniqueOrThrow({ where: { id: ada.workspaceId } })).eventSeq;
  const before = await seq();
  await updateProfile(ada, { language: "zh", theme: "dark" });
  expect(await seq()).toBe(before);
  await updateProfile(ada, { name: "Ada L." });
  expect(await seq()).toBe(before + 1n);
  expect(await loadProfile(ada)).toMatchObject({ name: "Ada L.", language: "zh", theme: "dark" });
});

test("an avatar becomes a small square without camera metadata", async () => {
  const tag = await setAvatar(ada, await picture(900, 300, "jpeg"));
  expect(tag).toHaveLength(16);
  const found = await findAvatar(ada, ada.userId);
  if (found === null) throw new Error("no picture");
  const meta = await blobStore().withLocalFile(found.sha256, (path) => sharp(path).metadata());
  expect(meta).toMatchObject({ format: "webp", width: 256, height: 256 });
  expect([meta.exif, meta.icc]).toEqual([undefined, undefined]);
  await removeAvatar(ada);
  expect(await findAvatar(ada, ada.userId)).toBeNull();
});

test("refuses files that are no image or too large", async () => {
  const text = new Blob(["<svg onload=alert(1)>"]).stream();
  expect(await outcome(setAvatar(ada, text))).toBe("unsupported_media");
  const large = new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]).stream();
  expect(await outcome(setAvatar(ada, large))).toBe("payload_too_large");
});

test("colleagues get an avatar; a stranger gets null, as for a user without one", async () => {
  const { id } = await makeTeam();
  const mo = await addMember(id, "viewer", "Mo");
  const lee = await addMember(id, "member", "Lee");
  await setAvatar(mo, await picture(40, 40));
  expect(await findAvatar(lee, mo.userId)).not.toBeNull();
  expect(await findAvatar(ada, mo.userId)).toBeNull();
  expect(await findAvatar(ada, ada.userId)).toBeNull();
});

test("a new address takes effect once its link is followed, and the old one gets a mail", async () => {
  const next = freshAddress();
  const old = ada.email;
  expect(await requestChange(` ${next.toUpperCase()} `)).toEqual({ outcome: "mail_sent" });
  await mailSettled();
  expect(await emailOf(ada)).toBe(old);
  expect((await loadProfile(ada)).pendingEmail).toBe(next);
  const [mail] = mailbox.mails;
  if (mail === undefined) throw new Error("no mail was sent");
  expect(mail.to).toContain(next);
  const token = tokenIn(mail);
  expect(await confirmEmail(token, visitor)).toBe(next);
  await mailSettled();
  expect(await db.user.findUniqueOrThrow({ where: { id: ada.userId } })).toMatchObject({
    email: next,
    emailVerifiedAt: expect.any(Date),
  });
  expect(mailbox.mails[1]?.to).toContain(old);
  expect(await outcome(confirmEmail(token, visitor))).toBe("link_invalid");
  const lines = await db.auditEntry.findMany({ where: { actorId: ada.userId } });
  expect(lines).toMatchObject([{ act: "account.email_changed", details: { from: old, to: next } }]);
});

test("an address already in use gets the same answer and no mail", async () => {
  const eve = await makeActor("Eve");
  expect(await requestChange(eve.email)).toEqual({ outcome: "mail_sent" });
  await mailSettled();
  expect(mailbox.mails).toHaveLength(0);
});

test("of two users who confirm one address, the second is refused and keeps the old one", async () => {
  const eve = await makeActor("Eve");
  await db.user.update({
    where: { id: eve.userId },
    data: { passwordHash: await hashPassword(PASSWORD) },
  });
  const next = freshAddress();
  await requestChange(next);
  await requestChange(next, PASSWORD, eve);
  await mailSettled();
  const tokens = mailbox.mails.map(tokenIn);
  expect(tokens).toHaveLength(2);
  const outcomes = await Promise.all(tokens.map((token) => outcome(confirmEmail(token, visitor))));
  expect(outcomes.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(
    [next, "email_taken"].toSorted((a, b) => a.localeCompare(b)),
  );
});

test("changing the address asks for the password, or for a recent sign-in without one", async () => {
  expect(await requestChange(freshAddress(), "wrong")).toBe("wrong_credentials");
  expect(await requestChange(ada.email)).toBe("invalid_field");
  await db.user.update({ where: { id: ada.userId }, data: { passwordHash: null } });
  expect(await requestChange(freshAddress(), "")).toBe("sign_in_again");
  await db.session.create({ data: { id: ada.sessionId ?? "", userId: ada.userId } });
  expect(await requestChange(freshAddress(), "")).toEqual({ outcome: "mail_sent" });
  const createdAt = new Date(Date.now() - 16 * 60_000);
  await db.session.updateMany({ where: { userId: ada.userId }, data: { createdAt } });
  expect(await requestChange(freshAddress(), "")).toBe("sign_in_again");
});

test("without mail a new address takes effect at once, unverified, and a taken one is refused", async () => {
  overrideEnv({ SMTP_URL: undefined });
  const eve = await makeActor("Eve");
  expect(await requestChange(eve.email)).toBe("email_taken");
  const next = freshAddress();
  expect(await requestChange(next)).toEqual({ outcome: "changed" });
  expect(await db.user.findUniqueOrThrow({ where: { id: ada.userId } })).toMatchObject({
    email: next,
    emailVerifiedAt: null,
  });
});
