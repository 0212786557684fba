import { beforeAll, expect, test } from "vitest";
import {
  DELETE as removeOwn,
  PATCH as resolveOwn,
} from "@/app/s/[token]/comments/[commentId]/route";
import type { ImageId } from "@/lib/contracts/ids";
import { shareComment } from "@/lib/contracts/share-reviews";
import type { Actor } from "@/lib/server/auth/actor";
import { brandId } from "@/lib/server/domain/brand";
import {
  collectPicks,
  loadShareReview,
  moderateComment,
  removeComment,
  replyInShare,
} from "@/lib/server/domain/shares/moderate";
import {
  cookieOf,
  makeReviewer,
  makeShare,
  makeSharedThread,
  shareDeps,
  visit,
} from "@/scripts/testing/shares";
import { makeActor } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";

let owner: Actor;
let maya: Actor;

beforeAll(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maya = await addMember(team.id, "member", "Maya");
});

async function makeReview(more: object = {}) {
  const { first, second, reference } = await makeSharedThread(maya);
  const target = { kind: "thread", id: first.thread.id };
  const { share, token } = await makeShare(maya, { target, preset: "review", ...more });
  return { share, token, first: first.image.id, second: second.image.id, hidden: reference.id };
}

const commentOf = async (answer: Response) => shareComment.parse(await answer.json());

test("guests comment by name, answer each other, and are known again in their browser", async () => {
  const { share, token, first } = await makeReview();
  const [gus, ida] = [makeReviewer(token), makeReviewer(token)];
  expect((await gus.comment({ imageId: first, body: "Darker" })).status).toBe(422);
  const answer = await gus.comment({
    imageId: first,
    body: " Darker ",
    at: { x: 0.5, y: 0.25 },
    name: "Gus",
  });
  expect(answer.headers.get("set-cookie")).toMatch(`Path=/s/${token}; HttpOnly`);
  const asked = await commentOf(answer);
  expect(asked).toMatchObject({ by: "Gus", body: "Darker", at: { x: 0.5, y: 0.25 }, isMine: true });
  await ida.comment({ imageId: first, parentId: asked.id, body: "Yes", name: "Ida" });
  expect((await gus.comment({ imageId: first, body: "Thanks" })).status).toBe(200);
  const seen = await gus.review();
  expect(seen.me).toEqual({ name: "Gus", isSignedIn: false });
  expect(seen.comments.map(({ by, isMine, parentId }) => [by, isMine, parentId])).toEqual([
    ["Gus", true, null],
    ["Ida", false, asked.id],
    ["Gus", true, null],
  ]);
  // No answers to answers, and none across shares.
  const reply = seen.comments[1]?.id;
  expect((await ida.comment({ imageId: first, parentId: reply, body: "No" })).status).toBe(404);
  const other = await makeReview();
  const foreign = { imageId: other.first, parentId: asked.id, body: "No", name: "Ed" };
  expect((await makeReviewer(other.token).comment(foreign)).status).toBe(404);
  expect((await loadShareReview(maya, share.id)).comments).toHaveLength(3);
});

test("only the images of the share can be reviewed, and only where it is for review", async () => {
  const { token, first, hidden } = await makeReview();
  const other = await makeReview();
  for (const imageId of [hidden, other.first, crypto.randomUUID()]) {
    expect((await makeReviewer(token).comment({ imageId, body: "x", name: "G" })).status).toBe(404);
    expect((await makeReviewer(token).pick(imageId, { name: "G" })).status).toBe(404);
  }
  expect((await makeReviewer("x".repeat(32)).pick(first, { name: "G" })).status).toBe(404);
  const show = await makeReview({ preset: "show" });
  const visitor = makeReviewer(show.token);
  expect((await visitor.comment({ imageId: show.first, body: "x", name: "G" })).status).toBe(404);
  expect((await visitor.verdict({ verdict: "approved", name: "G" })).status).toBe(404);
  await expect(visitor.review()).rejects.toThrow("404");
});

test("a visitor resolves and deletes their own comments alone", async () => {
  const { share, token, first } = await makeReview();
  const stan = await makeActor("Stan");
  const cookie = await cookieOf(stan);
  const made = await commentOf(
    await makeReviewer(token, cookie).comment({ imageId: first, body: "Brighter", name: "Fake" }),
  );
  expect(made.by).toBe("Stan");
  const change = (headers: Record<string, string>, method: "PATCH" | "DELETE") => {
    const body = method === "PATCH" ? JSON.stringify({ isResolved: true }) : null;
    const type = { "content-type": "application/json" };
    const request = visit(
      `${token}/comments/${made.id}`,
      { ...headers, ...type },
      { method, body },
    );
    const params = Promise.resolve({ token, commentId: made.id });
    return method === "PATCH" ? resolveOwn(request, { params }) : removeOwn(request, { params });
  };
  expect((await change({}, "PATCH")).status).toBe(404);
  expect((await change({ cookie: await cookieOf(owner) }, "DELETE")).status).toBe(404);
  expect((await change({ cookie }, "PATCH")).status).toBe(200);
  expect((await loadShareReview(maya, share.id)).comments[0]?.isResolved).toBe(true);
  expect((await change({ cookie }, "DELETE")).status).toBe(200);
  expect((await loadShareReview(maya, share.id)).comments).toEqual([]);
});

test("comments of guests are held for the creator, who approves, answers and deletes them", async () => {
  const { share, token, first } = await makeReview({ reviewHold: true });
  const [gus, ida] = [makeReviewer(token), makeReviewer(token)];
  const held = await commentOf(await gus.comment({ imageId: first, body: "Hm", name: "Gus" }));
  expect(held.isHeld).toBe(true);
  expect((await gus.review()).comments).toHaveLength(1);
  expect((await ida.review()).comments).toEqual([]);
  const ids = { shareId: share.id, shareCommentId: held.id };
  const stranger = await makeActor("Stan");
  await expect(moderateComment(stranger, { ...ids, isHeld: false }, shareDeps)).rejects.toThrow(
    "not_found",
  );
  await moderateComment(maya, { ...ids, isHeld: false }, shareDeps);
  expect((await ida.review()).comments).toHaveLength(1);
  const reply = {
    shareId: share.id,
    imageId: brandId<ImageId>(first),
    parentId: held.id,
    body: "I will",
  } as const;
  await replyInShare(maya, reply, shareDeps);
  expect((await ida.review()).comments[1]).toMatchObject({ isByCreator: true, by: "Maya" });
  const other = await makeReview();
  const crossed = { shareId: other.share.id, shareCommentId: held.id };
  await expect(removeComment(maya, crossed)).rejects.toThrow("not_found");
  const foreign = { ...reply, imageId: brandId<ImageId>(crypto.randomUUID()) };
  await expect(replyInShare(maya, foreign, shareDeps)).rejects.toThrow("not_found");
  await removeComment(maya, ids);
  expect((await ida.review()).comments).toEqual([]);
});

test("names of people with an account are hidden where the share hides names", async () => {
  const { share, token, first } = await makeReview({ shows: { names: false } });
  const reply = { shareId: share.id, imageId: brandId<ImageId>(first), body: "Look" } as const;
  await replyInShare(maya, reply, shareDeps);
  await makeReviewer(token).comment({ imageId: first, body: "Nice", name: "Gus" });
  const { comments } = await makeReviewer(token).review();
  expect(comments.map(({ by }) => by)).toEqual([null, "Gus"]);
});

test("picks and verdicts are one per visitor, and the creator makes a collection of the picks", async () => {
  const { share, token, first, second } = await makeReview();
  const [gus, ida] = [makeReviewer(token), makeReviewer(token)];
  await gus.pick(second, { name: "Gus" });
  await gus.pick(second);
  await ida.pick(second, { name: "Ida" });
  await ida.pick(first);
  const seen = await ida.review();
  expect(seen.pickedIds).toEqual([second, first]);
  expect(new Map(seen.picks.map(({ imageId, count }) => [String(imageId), count]))).toEqual(
    new Map([
      [first, 1],
      [second, 2],
    ]),
  );
  await gus.verdict({ verdict: "changes", note: "Warmer" });
  await gus.verdict({ verdict: "approved" });
  expect((await gus.review()).verdict).toEqual({ verdict: "approved", note: "" });
  const review = await loadShareReview(maya, share.id);
  expect(review.picks.map(({ by, imageId }) => [by, imageId])).toEqual([
    ["Gus", second],
    ["Ida", second],
    ["Ida", first],
  ]);
  expect(review.verdicts.map(({ by, verdict }) => [by, verdict])).toEqual([["Gus", "approved"]]);
  const made = await collectPicks(maya, { shareId: share.id, name: "Picks" });
  expect(made).toMatchObject({ name: "Picks", count: 2, access: "private" });
  expect(made.cover?.imageId).toBe(second);
  await ida.unpick(first);
  expect((await loadShareReview(maya, share.id)).picks).toHaveLength(2);
});

test("what visitors write is throttled by address", async () => {
  const { token, first } = await makeReview();
  const gus = makeReviewer(token, "", "192.0.2.9");
  const statuses: number[] = [];
  for (let at = 0; at < 32; at += 1) {
    statuses.push((await gus.comment({ imageId: first, body: `${at}`, name: "Gus" })).status);
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(429);
  const ida = makeReviewer(token, "", "192.0.2.10");
  expect((await ida.comment({ imageId: first, body: "Hi", name: "Ida" })).status).toBe(200);
});
