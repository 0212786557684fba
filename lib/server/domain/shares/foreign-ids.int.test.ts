import { beforeAll, expect, test } from "vitest";
import {
  DELETE as removeAsVisitor,
  PATCH as resolveAsVisitor,
} from "@/app/s/[token]/comments/[commentId]/route";
import type { ImageId, ShareCommentId } from "@/lib/contracts/ids";
import { shareComment } from "@/lib/contracts/share-reviews";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
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
  requestImage,
  shareDeps,
  visit,
} from "@/scripts/testing/shares";
import { makeActor } from "@/scripts/testing/studio";

/** Two links of one person, each to its own thread: whatever belongs to one must be worth nothing in the other. */
let maya: Actor;
let mine: Awaited<ReturnType<typeof makeReview>>;
let other: Awaited<ReturnType<typeof makeReview>>;

async function makeReview() {
  const { first, second, reference } = await makeSharedThread(maya);
  const target = { kind: "thread", id: first.thread.id };
  const { share, token } = await makeShare(maya, { target, preset: "review" });
  const asked = await makeReviewer(token, await cookieOf(maya)).comment({
    imageId: first.image.id,
    body: "Look",
  });
  const { id: commentId } = shareComment.parse(await asked.json());
  const ids = { first: first.image.id, second: second.image.id, reference: reference.id };
  return { share, token, commentId, ...ids };
}

beforeAll(async () => {
  maya = await makeActor("Maya");
  [mine, other] = [await makeReview(), await makeReview()];
});

const reply = (imageId: string, parentId?: string) =>
  replyInShare(
    maya,
    {
      shareId: mine.share.id,
      imageId: brandId<ImageId>(imageId),
      body: "So",
      ...(parentId !== undefined && { parentId: brandId<ShareCommentId>(parentId) }),
    },
    shareDeps,
  );

test("the creator comments only on images that the link shows", async () => {
  // All of these are images that the creator may see.
  for (const imageId of [other.first, mine.reference]) {
    await expect(reply(imageId)).rejects.toThrow("not_found");
  }
  await expect(reply(other.first, mine.commentId)).rejects.toThrow("not_found");
  await expect(reply(mine.first)).resolves.toMatchObject({ imageId: mine.first });
});

test("a reply belongs to the link and the image of the comment that it answers", async () => {
  await expect(reply(mine.first, other.commentId)).rejects.toThrow("not_found");
  await expect(reply(mine.second, mine.commentId)).rejects.toThrow("not_found");
  const visitor = makeReviewer(mine.token, await cookieOf(maya));
  const comment = { body: "So", imageId: mine.first };
  expect((await visitor.comment({ ...comment, parentId: other.commentId })).status).toBe(404);
  const crossed = { ...comment, imageId: mine.second, parentId: mine.commentId };
  expect((await visitor.comment(crossed)).status).toBe(404);
  await expect(reply(mine.first, mine.commentId)).resolves.toMatchObject({ body: "So" });
});

test("a visitor sees, comments on and picks no image of another link", async () => {
  const visitor = makeReviewer(mine.token, await cookieOf(maya));
  for (const imageId of [other.first, mine.reference]) {
    expect((await requestImage(mine.token, imageId)).status).toBe(404);
    expect((await visitor.comment({ imageId, body: "So" })).status).toBe(404);
    expect((await visitor.pick(imageId)).status).toBe(404);
  }
  expect(await db.sharePick.count({ where: { shareId: mine.share.id } })).toBe(0);
});

test("taking a pick back under one link leaves the pick under another", async () => {
  const cookie = await cookieOf(maya);
  await makeReviewer(other.token, cookie).pick(other.first);
  await makeReviewer(mine.token, cookie).unpick(other.first);
  expect(await db.sharePick.count({ where: { shareId: other.share.id } })).toBe(1);
});

test("a comment is changed and deleted under its own link alone, by its author too", async () => {
  const ids = { shareId: mine.share.id, shareCommentId: brandId<ShareCommentId>(other.commentId) };
  const approve = moderateComment(maya, { ...ids, isResolved: true }, shareDeps);
  await expect(approve).rejects.toThrow("not_found");
  await expect(removeComment(maya, ids)).rejects.toThrow("not_found");
  const headers = { cookie: await cookieOf(maya), "content-type": "application/json" };
  const params = Promise.resolve({ token: mine.token, commentId: other.commentId });
  const path = `${mine.token}/comments/${other.commentId}`;
  const body = JSON.stringify({ isResolved: true });
  const resolved = await resolveAsVisitor(visit(path, headers, { method: "PATCH", body }), {
    params,
  });
  const removed = await removeAsVisitor(visit(path, headers, { method: "DELETE" }), { params });
  expect([resolved.status, removed.status]).toEqual([404, 404]);
  const { comments } = await loadShareReview(maya, other.share.id);
  expect(comments.map(({ id, isResolved }) => [id, isResolved])).toEqual([
    [other.commentId, false],
  ]);
});

test("a verdict under one link says nothing under another", async () => {
  const cookie = await cookieOf(maya);
  await makeReviewer(mine.token, cookie).verdict({ verdict: "approved" });
  expect((await makeReviewer(other.token, cookie).review()).verdict).toBeNull();
  expect((await loadShareReview(maya, other.share.id)).verdicts).toEqual([]);
});
