import { beforeAll, expect, test } from "vitest";
import { PATCH } from "@/app/api/account/notices/route";
import type { ImageId } from "@/lib/contracts/ids";
import type { NoticeView } from "@/lib/contracts/notices";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { removePerson } from "@/lib/server/domain/deletion/former-member";
import { DELETIONS } from "@/lib/server/domain/instance/housekeeping";
import { changeNoticeSettings, readNotices } from "@/lib/server/domain/notices/commands";
import { countUnread, listNotices } from "@/lib/server/domain/notices/queries";
import { revokeShare } from "@/lib/server/domain/shares/commands";
import { moderateComment, removeComment, replyInShare } from "@/lib/server/domain/shares/moderate";
import { openShare } from "@/lib/server/domain/shares/open";
import { purgeImages } from "@/lib/server/domain/trash/purge";
import {
  cookieOf,
  LOCAL,
  makeReviewer,
  makeShare,
  makeSharedThread,
  shareDeps,
} from "@/scripts/testing/shares";
import { makeActor } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";

const HIDDEN = { inApp: false, email: false };

let teamId: string;
let owner: Actor;
let maya: Actor;

beforeAll(async () => {
  const team = await makeTeam();
  teamId = team.id;
  owner = team.owner;
});

/** A review of a new person's, so that each test counts its own notices. */
async function makeReview(more: object = {}) {
  maya = await addMember(brandId(teamId), "member", "Maya");
  const { first, second } = await makeSharedThread(maya);
  const target = { kind: "thread", id: first.thread.id };
  const { share, token } = await makeShare(maya, { target, preset: "review", ...more });
  return { share, token, first: first.image.id, second: second.image.id };
}

const notices = async (actor = maya) => (await listNotices(actor, {})).notices;
const gist = (list: readonly NoticeView[]) => list.map(({ kind, by, count }) => [kind, by, count]);

test("the first opening by someone else makes one notice, and the creator's own makes none", async () => {
  const { share, token } = await makeReview();
  const seq = await lastEvent();
  await open(token, await cookieOf(maya));
  expect(await notices()).toEqual([]);
  await Promise.all([open(token), open(token)]);
  expect(gist(await notices())).toEqual([["opening", null, 1]]);
  expect(await notices()).toMatchObject([
    { share: { id: share.id, title: "Secret lamp", isForReview: true }, isRead: false },
  ]);
  // Told once, even when the notice is gone.
  await db.notice.deleteMany({ where: { shareId: share.id } });
  await open(token);
  expect(await notices()).toEqual([]);
  expect(await noticeEventsSince(seq)).toEqual([maya.userId]);
});

/** Opens the page of a link. */
const open = (token: string, cookie = "") =>
  openShare(token, new Headers({ ...LOCAL, ...(cookie !== "" && { cookie }) }), shareDeps);

const lastEvent = async () =>
  (await db.workspace.findUniqueOrThrow({ where: { id: teamId } })).eventSeq;

/** To whom `notices.changed` was published. */
async function noticeEventsSince(seq: bigint): Promise<(string | null)[]> {
  const rows = await db.event.findMany({
    where: {
      workspaceId: teamId,
      seq: { gt: seq },
      payload: { path: ["kind"], equals: "notices.changed" },
    },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ audienceId }) => audienceId);
}

test("every comment of others makes a notice with its beginning, and the creator's own makes none", async () => {
  const { share, token, first } = await makeReview({ reviewHold: true });
  const seq = await lastEvent();
  const gus = makeReviewer(token);
  const body = `<script>alert(1)</script> ${"é".repeat(400)}`;
  await gus.comment({ imageId: first, body, name: "<b>Gus</b>" });
  const [held] = await notices();
  expect(held).toMatchObject({
    kind: "comment",
    by: "<b>Gus</b>",
    image: { imageId: first },
    comment: { isHeld: true, isReply: false },
  });
  expect(held?.comment?.excerpt).toHaveLength(160);
  expect(await noticeEventsSince(seq)).toEqual([maya.userId]);
  const ids = { shareId: share.id, shareCommentId: held?.comment?.id ?? brandId("") };
  await moderateComment(maya, { ...ids, isHeld: false }, shareDeps);
  expect((await notices())[0]?.comment?.isHeld).toBe(false);
  const reply = {
    shareId: share.id,
    imageId: brandId<ImageId>(first),
    parentId: ids.shareCommentId,
    body: "Yes",
  };
  await replyInShare(maya, reply, shareDeps);
  expect(await notices()).toHaveLength(1);
  await replyInShare(owner, reply, shareDeps);
  expect((await notices())[0]).toMatchObject({ by: owner.name, comment: { isReply: true } });
  expect(await notices(owner)).toEqual([]);
  await removeComment(maya, ids);
  expect(await notices()).toEqual([]);
});

test("the picks of one visitor are one notice that counts, and is unread again with a new one", async () => {
  const { token, first, second } = await makeReview();
  const [gus, ida] = [makeReviewer(token), makeReviewer(token)];
  await gus.pick(first, { name: "Gus" });
  await readNotices(maya, {}, shareDeps);
  // At once, as a visitor's quick clicks.
  await Promise.all([gus.pick(second), ida.pick(first, { name: "Ida" })]);
  await gus.pick(second);
  expect(new Set(gist(await notices()))).toEqual(
    new Set([
      ["picks", "Gus", 2],
      ["picks", "Ida", 1],
    ]),
  );
  expect(await countUnread(maya)).toEqual({ unread: 2 });
  await gus.unpick(second);
  await ida.unpick(first);
  expect(gist(await notices())).toEqual([["picks", "Gus", 1]]);
});

test("picks that come together are counted right", async () => {
  const { token, first, second } = await makeReview();
  const gus = makeReviewer(token);
  await gus.comment({ imageId: first, body: "Hi", name: "Gus" });
  await Promise.all([gus.pick(first), gus.pick(second)]);
  expect(gist(await notices())).toContainEqual(["picks", "Gus", 2]);
});

test("a verdict is one notice per visitor, which follows a change of mind", async () => {
  const { token } = await makeReview();
  const gus = makeReviewer(token);
  await gus.verdict({ verdict: "changes", note: "Warmer", name: "Gus" });
  await readNotices(maya, {}, shareDeps);
  await gus.verdict({ verdict: "approved" });
  expect(await notices()).toMatchObject([{ kind: "verdict", verdict: "approved", isRead: false }]);
});

test("a switch that is off makes no notice of its kind; there is no mail server here", async () => {
  const { token, first } = await makeReview();
  await changeNoticeSettings(maya, { comments: { inApp: false } });
  const gus = makeReviewer(token);
  await gus.comment({ imageId: first, body: "Hi", name: "Gus" });
  await gus.verdict({ verdict: "approved" });
  expect(await db.notice.count({ where: { userId: maya.userId } })).toBe(0);
  await gus.pick(first);
  expect(gist(await notices())).toEqual([["picks", "Gus", 1]]);
  const settings = await changeNoticeSettings(maya, { picks: HIDDEN, openings: { inApp: false } });
  expect(settings).toEqual({
    openings: { inApp: false, email: true },
    comments: { inApp: false, email: true },
    picks: HIDDEN,
  });
  await open(token);
  expect(await notices()).toHaveLength(1);
});

test("unknown kinds, channels and values are refused", async () => {
  const cookie = await cookieOf(maya);
  for (const body of [
    { likes: { email: true } },
    { picks: { sms: true } },
    { picks: { email: 1 } },
  ]) {
    const request = new Request("http://localhost:3000/api/account/notices", {
      method: "PATCH",
      headers: {
        ...LOCAL,
        cookie,
        origin: "http://localhost:3000",
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
    expect((await PATCH(request, { params: Promise.resolve({}) })).status).toBe(422);
  }
});

test("notices are marked as read by their receiver alone, one or all", async () => {
  const { token, first } = await makeReview();
  const gus = makeReviewer(token);
  for (const body of ["One", "Two", "Three"]) {
    await gus.comment({ imageId: first, body, name: "Gus" });
  }
  const ids = (await notices()).map(({ id }) => id);
  await readNotices(owner, { ids }, shareDeps);
  await readNotices(owner, {}, shareDeps);
  expect(await countUnread(maya)).toEqual({ unread: 3 });
  const seq = await lastEvent();
  await readNotices(maya, { ids: ids.slice(0, 1) }, shareDeps);
  expect((await notices()).map(({ isRead }) => isRead)).toEqual([true, false, false]);
  await readNotices(maya, {}, shareDeps);
  expect(await countUnread(maya)).toEqual({ unread: 0 });
  await readNotices(maya, {}, shareDeps);
  expect(await noticeEventsSince(seq)).toEqual([maya.userId, maya.userId]);
});

test("pages of notices are complete, newest first", async () => {
  const { share } = await makeReview();
  const data = Array.from({ length: 120 }, (_, n) => ({
    userId: maya.userId,
    workspaceId: teamId,
    shareId: share.id,
    kind: "verdict" as const,
    subject: `verdict ${n}`,
    authorName: `${n}`,
    isListed: n !== 60,
    isMailDue: false,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
  }));
  await db.notice.createMany({ data });
  const found: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await listNotices(maya, { ...(cursor !== undefined && { cursor }) });
    found.push(...page.notices.map(({ by }) => by));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const all = data.filter(({ isListed }) => isListed).map(({ authorName }) => authorName);
  expect(found).toEqual(all.toReversed());
  expect(await countUnread(maya)).toEqual({ unread: 100 });
});

test("a purged picture goes from notices, and a trashed one is not shown", async () => {
  const { share, token, first, second } = await makeReview();
  const gus = makeReviewer(token);
  await gus.comment({ imageId: first, body: "Hi", name: "Gus" });
  await gus.pick(second);
  await db.image.updateMany({
    where: { id: { in: [first, second] } },
    data: { deletedAt: systemClock.now() },
  });
  expect((await notices()).map(({ image, imageId }) => [image, imageId])).toEqual([
    [null, null],
    [null, null],
  ]);
  await inTransaction((tx) => purgeImages(tx, [first, second], systemClock.now()));
  expect(gist(await notices())).toEqual([["picks", "Gus", 1]]);
  expect(
    await db.notice.findMany({ where: { shareId: share.id, imageId: { not: null } } }),
  ).toEqual([]);
});

test("a revoked link keeps its notices; its end, and that of people, takes them along", async () => {
  const { share, token, first } = await makeReview();
  const stan = await makeActor("Stan");
  await makeReviewer(token, await cookieOf(stan)).comment({ imageId: first, body: "Hi" });
  await revokeShare(maya, share.id, shareDeps);
  expect(gist(await notices())).toEqual([["comment", "Stan", 1]]);
  await inTransaction((tx) => removePerson(tx, stan.userId));
  expect(gist(await notices())).toEqual([["comment", "Former member", 1]]);
  await inTransaction((tx) => removePerson(tx, maya.userId));
  expect(await db.notice.count({ where: { shareId: share.id } })).toBe(0);
});

test("notices are deleted after 90 days", async () => {
  const { token, first } = await makeReview();
  await makeReviewer(token).pick(first, { name: "Gus" });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  await DELETIONS.prune_notices(inDays(89));
  expect(await notices()).toHaveLength(1);
  await DELETIONS.prune_notices(inDays(91));
  expect(await notices()).toEqual([]);
});
