import { afterAll, expect, test, vi } from "vitest";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase } from "@/lib/server/db";
import { createInvite } from "@/lib/server/domain/invites/commands";
import { lookAtInvite } from "@/lib/server/domain/invites/queries";
import { readInviteToken } from "@/lib/server/domain/invites/token";
import { mailSettled } from "@/lib/server/mail/send";
import { linkIn, tokenIn } from "@/scripts/testing/mailbox";
import { makeTeam } from "@/scripts/testing/team";

/** Runs before other imports: the environment is read once. */
const mailbox = await vi.hoisted(async () => {
  const { Mailbox } = await import("@/scripts/testing/mailbox");
  const box = await Mailbox.open();
  process.env["SMTP_URL"] = box.url;
  process.env["MAIL_FROM"] = "Pentimento <studio@example.org>";
  process.env["PENTIMENTO_URL"] = "https://studio.example.org";
  return box;
});
afterAll(async () => {
  await mailSettled();
  await mailbox.close();
  await closeDatabase();
});

test("mails an invite bound to an address; only the mailed link proves the mailbox", async () => {
  const { id, owner } = await makeTeam("Atelier");
  const body = { role: "member", email: "Nia@example.org", usesMax: 1, hours: 24 } as const;
  const created = await createInvite(owner, { ...body, workspaceId: id }, { clock: systemClock });
  expect(created.isMailSent).toBe(true);
  const mail = await mailbox.next("nia@example.org");
  expect(linkIn(mail)).toMatch(/^https:\/\/studio\.example\.org\/invite#/);
  expect(mail.text).toContain("Olive");
  expect(mail.text).toContain("Atelier");
  expect(readInviteToken(tokenIn(mail)).isFromMail).toBe(true);
  expect(readInviteToken(created.token).isFromMail).toBe(false);
  for (const token of [created.token, tokenIn(mail)]) {
    expect((await lookAtInvite(token)).email).toBe("nia@example.org");
  }
});

test("mails nothing for an invite that is not bound to an address", async () => {
  const { id, owner } = await makeTeam();
  const body = { role: "member", email: null, usesMax: 3, hours: 24 } as const;
  expect(
    (await createInvite(owner, { ...body, workspaceId: id }, { clock: systemClock })).isMailSent,
  ).toBe(false);
  await mailSettled();
  expect(mailbox.mails).toEqual([]);
});
