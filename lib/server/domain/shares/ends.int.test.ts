import { beforeAll, describe, expect, test } from "vitest";
import type { ShareView } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { removePerson } from "@/lib/server/domain/deletion/former-member";
import { renewAddress, revokeAllShares, revokeShare } from "@/lib/server/domain/shares/commands";
import { loadShareReview } from "@/lib/server/domain/shares/moderate";
import { setSharePolicy } from "@/lib/server/domain/shares/policy";
import {
  cookieOf,
  enterPassword,
  makeReviewer,
  makeSharedThread,
  makeShare,
  requestData,
  requestImage,
  requestZip,
  shareDeps,
} from "@/scripts/testing/shares";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { purgeImage, restoreImage, trashImage } from "@/lib/server/domain/trash/trash";
import { addMember, makeTeam } from "@/scripts/testing/team";

let owner: Actor;
let maya: Actor;

beforeAll(async () => {
  await prepareQueue();
  const team = await makeTeam();
  owner = team.owner;
  maya = await addMember(team.id, "member", "Maya");
});

/** An answer without its request id. */
async function textOf(response: Response): Promise<string> {
  const text = (await response.text()).replace(/"requestId":"[^"]*"/, "");
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  return JSON.stringify([response.status, headers, text]);
}

describe("a link ends with the next request", () => {
  const ends: [string, (view: ShareView, imageId: string) => Promise<unknown>][] = [
    ["when it is revoked", (view) => revokeShare(maya, view.id, shareDeps)],
    ["when its creator revokes all", () => revokeAllShares(maya, shareDeps)],
    ["when it gets a new address", (view) => renewAddress(maya, view.id, shareDeps)],
    [
      "when it expires",
      ({ id }) => db.share.update({ where: { id }, data: { expiresAt: new Date(1) } }),
    ],
    [
      "when its image is trashed",
      (_, id) => db.image.update({ where: { id }, data: { deletedAt: new Date() } }),
    ],
    [
      "when its creator is suspended",
      () => db.user.update({ where: { id: maya.userId }, data: { suspendedAt: new Date() } }),
    ],
    [
      "when the workspace allows no public links",
      () => setSharePolicy(owner, { workspaceId: maya.workspaceId, publicAllowed: false }),
    ],
    [
      "when the workspace needs passwords",
      () => setSharePolicy(owner, { workspaceId: maya.workspaceId, passwordRequired: true }),
    ],
    [
      "when its creator left",
      () =>
        db.membership.deleteMany({ where: { userId: maya.userId, workspaceId: maya.workspaceId } }),
    ],
  ];
  test.each(ends)("%s: data, image, conditional request, ZIP", async (_, end) => {
    const { first } = await makeSharedThread(maya);
    const target = { kind: "image", id: first.image.id };
    const { share: made, token } = await makeShare(maya, { target, preset: "hand_over" });
    const etag = (await requestImage(token, first.image.id)).headers.get("etag") ?? "";
    const conditional = { headers: { "if-none-match": etag } };
    expect((await requestImage(token, first.image.id, "512", conditional)).status).toBe(304);
    await end(made, first.image.id);
    const unknown = "x".repeat(32);
    const wanted = await textOf(await requestData(unknown));
    expect(wanted).toContain("not_found");
    expect(await textOf(await requestData(token))).toBe(wanted);
    for (const answer of [
      await requestImage(token, first.image.id),
      await requestImage(token, first.image.id, "512", conditional),
      await requestImage(token, first.image.id, "512", { headers: { "if-none-match": "*" } }),
      await requestZip(token),
      await enterPassword(token, "any words"),
    ]) {
      expect(answer.status).toBe(404);
      expect(await textOf(answer)).toBe(wanted);
    }
    // Undo what is not undone with the share.
    await db.user.update({ where: { id: maya.userId }, data: { suspendedAt: null } });
    const { workspaceId } = maya;
    await setSharePolicy(owner, { workspaceId, publicAllowed: true, passwordRequired: false });
    const member = { userId: maya.userId, workspaceId };
    await db.membership.upsert({
      where: { userId_workspaceId: member },
      create: { ...member, role: "member" },
      update: {},
    });
  });
});

test("a purge takes comments, picks and the words of snapshots along; a restored image is shown again", async () => {
  const { first } = await makeSharedThread(maya);
  const image = first.image.id;
  const body = { target: { kind: "image", id: image }, preset: "review", mode: "snapshot" };
  const { share, token } = await makeShare(maya, body);
  await makeReviewer(token).comment({ imageId: image, body: "Darker", name: "Gus" });
  await makeReviewer(token).pick(image, { name: "Gus" });
  await trashImage(maya, brandId(image), shareDeps);
  expect((await requestData(token)).status).toBe(404);
  await restoreImage(maya, brandId(image));
  expect((await requestData(token)).status).toBe(200);
  await trashImage(maya, brandId(image), shareDeps);
  await purgeImage(maya, brandId(image), shareDeps);
  expect((await requestData(token)).status).toBe(404);
  const row = await db.share.findUniqueOrThrow({
    where: { id: share.id },
    include: { comments: true, picks: true },
  });
  expect(row).toMatchObject({ comments: [], picks: [] });
  expect(JSON.stringify(row.snapshot)).not.toContain("lamp");
});

test("deleting an account deletes its links; comments elsewhere stay without the name", async () => {
  const gone = await addMember(maya.workspaceId, "member", "Gil");
  const mine = await makeSharedThread(gone);
  const link = await makeShare(gone, { target: { kind: "image", id: mine.first.image.id } });
  const { first } = await makeSharedThread(maya);
  const target = { kind: "image", id: first.image.id };
  const other = await makeShare(maya, { target, preset: "review" });
  const cookie = await cookieOf(gone);
  await makeReviewer(other.token, cookie).comment({ imageId: first.image.id, body: "Nice" });
  await inTransaction((tx) => removePerson(tx, gone.userId));
  expect((await requestData(link.token)).status).toBe(404);
  expect(await db.share.count({ where: { id: link.share.id } })).toBe(0);
  const { comments } = await loadShareReview(maya, other.share.id);
  expect(comments.map(({ by, body }) => [by, body])).toEqual([["Former member", "Nice"]]);
});
