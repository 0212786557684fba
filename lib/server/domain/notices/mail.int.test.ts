import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase, db } from "@/lib/server/db";
import { changeNoticeSettings, readNotices } from "@/lib/server/domain/notices/commands";
import { mailNotices } from "@/lib/server/domain/notices/mail";
import { listNotices } from "@/lib/server/domain/notices/queries";
import { makeReviewer, makeShare, makeSharedThread, shareDeps } from "@/scripts/testing/shares";
import { addMember, makeTeam } from "@/scripts/testing/team";

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
  await mailbox.close();
  await closeDatabase();
});

let maya: Actor;
let token: string;
let first: string;
let second: string;

beforeEach(async () => {
  await db.notice.deleteMany();
  mailbox.mails.splice(0);
  mailbox.refuseWith(null);
  const team = await makeTeam();
  maya = await addMember(team.id, "member", "Maya");
  const thread = await makeSharedThread(maya);
  [first, second] = [thread.first.image.id, thread.second.image.id];
  const target = { kind: "thread", id: thread.first.thread.id };
  ({ token } = await makeShare(maya, { target, preset: "review" }));
});

const never = new AbortController().signal;
/** Runs the task so many minutes from now. */
const run = (minutes: number) => mailNotices(new Date(Date.now() + minutes * 60_000), never);

async function burst(): Promise<void> {
  const gus = makeReviewer(token);
  for (const body of ["One", "Two", "Three"]) {
    await gus.comment({ imageId: first, body: `${body} <b>secret</b>`, name: "Gus" });
  }
  await gus.pick(first);
  await gus.pick(second);
  await gus.verdict({ verdict: "changes", note: "Warmer" });
}

test("a burst is one mail, after five minutes, without the link's address", async () => {
  await burst();
  expect(await run(4)).toBe(0);
  expect(await run(6)).toBe(1);
  expect(await run(30)).toBe(0);
  expect(mailbox.mails).toHaveLength(1);
  const [mail] = mailbox.mails;
  expect(mail?.to).toEqual([maya.email]);
  expect(mail?.subject).toBe("5 notices about your links");
  for (const text of [
    "- Gus wrote 3 comments on “Secret lamp”.",
    "- Gus picked 2 pictures in “Secret lamp”.",
    "- Gus wants changes to “Secret lamp”.",
    "https://studio.example.org/settings/notices",
    "https://studio.example.org/settings/profile#profile-notices",
  ]) {
    expect(mail?.text).toContain(text);
  }
  for (const form of [mail?.text, mail?.html, mail?.raw]) {
    expect(form).not.toContain(token);
    expect(form).not.toContain("/s/");
  }
  expect(mail?.text).not.toContain("secret</b>");
});

test("the next mail comes fifteen minutes after the last, also when two workers run", async () => {
  await burst();
  expect((await Promise.all([run(6), run(6)])).filter(Boolean)).toEqual([1]);
  await makeReviewer(token).pick(first, { name: "Ida" });
  expect(await run(20)).toBe(0);
  expect((await Promise.all([run(22), run(22)])).filter(Boolean)).toEqual([1]);
  expect(mailbox.mails[1]?.text).toContain("Ida picked 1 picture");
  expect(mailbox.mails[1]?.text).not.toContain("Gus");
});

test("a mail that the server refuses, or that a crash cut off, is sent with the next", async () => {
  await burst();
  mailbox.refuseWith("full");
  expect(await run(6)).toBe(0);
  mailbox.refuseWith(null);
  // As after a crash: begun, and still due.
  expect(await db.notice.count({ where: { isMailDue: true } })).toBe(5);
  expect(await run(15)).toBe(0);
  expect(await run(22)).toBe(1);
  expect(mailbox.mails).toHaveLength(1);
  expect(await db.notice.count({ where: { isMailDue: true } })).toBe(0);
});

test("what cannot be mailed for a day stays in the app alone", async () => {
  await burst();
  expect(await run(25 * 60)).toBe(0);
  expect(mailbox.mails).toEqual([]);
  expect((await listNotices(maya, {})).notices).toHaveLength(5);
});

test("what was read in the app is not mailed, nor what is switched off by then", async () => {
  await burst();
  const { notices } = await listNotices(maya, {});
  const verdict = notices.filter(({ kind }) => kind === "verdict").map(({ id }) => id);
  await readNotices(maya, { ids: verdict }, shareDeps);
  await changeNoticeSettings(maya, { comments: { email: false } });
  expect(await run(6)).toBe(1);
  expect(mailbox.mails[0]?.text).toContain("picked 2 pictures");
  expect(mailbox.mails[0]?.text).not.toContain("comments");
  expect(mailbox.mails[0]?.text).not.toContain("changes");
});

test("switched off in the app, a notice comes by mail alone; switched off in both, not at all", async () => {
  const off = { inApp: false };
  await changeNoticeSettings(maya, { picks: off, comments: { inApp: false, email: false } });
  await burst();
  expect((await listNotices(maya, {})).notices).toEqual([]);
  expect(await run(6)).toBe(1);
  expect(mailbox.mails[0]?.subject).toBe("1 notice about your links");
  expect(mailbox.mails[0]?.text).toContain("picked 2 pictures");
});

test("no mail to a former member of the workspace or a suspended person", async () => {
  await burst();
  await db.user.update({ where: { id: maya.userId }, data: { suspendedAt: new Date() } });
  expect(await run(6)).toBe(0);
  await db.user.update({ where: { id: maya.userId }, data: { suspendedAt: null } });
  await db.membership.deleteMany({ where: { userId: maya.userId } });
  expect(await run(6)).toBe(0);
  expect(await db.notice.count({ where: { isMailDue: true } })).toBe(0);
  expect(mailbox.mails).toEqual([]);
});

test("a mail is in the receiver's language, and a guest's name is no address", async () => {
  await db.user.update({ where: { id: maya.userId }, data: { language: "zh" } });
  await makeReviewer(token).pick(first, { name: "https://evil.example/win" });
  await makeReviewer(token).pick(first, { name: "<img src=x>" });
  expect(await run(6)).toBe(1);
  const [mail] = mailbox.mails;
  expect(mail?.html).toContain('lang="zh-Hans"');
  expect(mail?.text).toContain("一位访客 在 「Secret lamp」 中挑选了 1 张图。");
  expect(mail?.text).not.toContain("evil");
  expect(mail?.html).not.toContain("<img");
  expect(mail?.html).toContain("&lt;img src=x&gt;");
});
