import { makeShareToken } from "@/lib/server/auth/share-tokens";
import { db } from "@/lib/server/db";
import { makeImage } from "../testing/studio";
import { object, ofCaller, ofWorkspace, type Row, selected, tokenWorkspace } from "./row";
import { type Caller, personBehind, type World } from "./world";

const ofTheirs = ofCaller(
  "shareId",
  async (person, world, caller) => {
    const workspaceId = tokenWorkspace(person, world, caller);
    const { id: imageId } = await makeImage({ ...person, workspaceId: person.workspaceId });
    await db.$executeRaw`UPDATE "Image" SET "workspaceId" = ${workspaceId}::uuid WHERE id = ${imageId}::uuid`;
    const { id, columns } = makeShareToken(crypto.randomUUID(), workspaceId);
    const data = {
      id,
      workspaceId,
      createdById: person.userId,
      kind: "image",
      ...columns,
    } as const;
    await db.share.create({ data: { ...data, imageIds: [imageId] } });
    return id;
  },
  (id) => db.share.delete({ where: { id } }),
);

const theirs = (body?: unknown): Row => ({
  about: "self",
  finds: ["own"],
  make: async (...of) => ({ ...(await ofTheirs(...of)), ...(body !== undefined && { body }) }),
});

/** An image of the workspace that the caller uses, which they may see. */
async function imageFor(world: World, caller: Caller): Promise<string> {
  const isElsewhere = ["stranger", "instance", "token:elsewhere", "token:instance"].includes(
    caller,
  );
  const person = personBehind(world.people, caller);
  const own = [...person.roles.keys()].find((id) => id !== world.elsewhere) ?? "";
  const theirsIs = caller === "stranger" ? own : tokenWorkspace(person, world, caller);
  const workspaceId = isElsewhere ? theirsIs : world.team;
  const maker = isElsewhere ? person : world.people.member;
  const { id } = await makeImage(maker);
  await db.$executeRaw`
    UPDATE "Image" SET "workspaceId" = ${workspaceId}::uuid, "audienceId" = NULL WHERE id = ${id}::uuid`;
  return id;
}

/** An image of a share; of a share that is gone, a missing one. */
async function imageOf(shareId = ""): Promise<string> {
  const row = await db.share.findUnique({ where: { id: shareId } });
  return row?.imageIds[0] ?? crypto.randomUUID();
}

/** A comment in a share of the caller's. */
const ofComment = (body?: unknown): Row => ({
  ...theirs(),
  make: async (...of) => {
    const { params } = await ofTheirs(...of);
    const shareId = params?.["shareId"] ?? "";
    const isThere = (await db.share.count({ where: { id: shareId } })) > 0;
    const comment = {
      shareId,
      imageId: await imageOf(shareId),
      body: "Nice",
      authorKey: "g:1",
      authorName: "Gus",
    };
    const id = isThere ? (await db.shareComment.create({ data: comment })).id : crypto.randomUUID();
    return { params: { shareId, shareCommentId: id }, ...(body !== undefined && { body }) };
  },
});

export const rowsOfShares = {
  "shares.list": selected(),
  "shares.create": selected(async (world, _target, caller) => ({
    body: { target: { kind: "image", id: await imageFor(world, caller) } },
  })),
  "shares.badges": selected(),
  "shares.revokeAll": selected(() => ({ body: {} })),
  "shares.detail": theirs(),
  "shares.update": theirs({ preset: "review" }),
  "shares.revoke": theirs(),
  "shares.snapshot": theirs({}),
  "shares.address": theirs({}),
  "shares.access": theirs(),
  "shares.review": theirs(),
  "shares.comment": {
    ...theirs(),
    make: async (...of) => {
      const { params } = await ofTheirs(...of);
      return { params, body: { imageId: await imageOf(params?.["shareId"]), body: "Nice" } };
    },
  },
  "shares.moderateComment": ofComment({ isResolved: true }),
  "shares.removeComment": ofComment(),
  "shares.collectPicks": {
    ...theirs(),
    make: async (...of) => {
      const { params } = await ofTheirs(...of);
      const pick = {
        authorKey: "g:1",
        authorName: "Gus",
        imageId: await imageOf(params?.["shareId"]),
      };
      const shareId = params?.["shareId"] ?? "";
      if ((await db.share.count({ where: { id: shareId } })) > 0) {
        await db.sharePick.create({ data: { ...pick, shareId } });
      }
      return { params, body: { name: "Picks" } };
    },
    // Those who may only read the workspace cannot make a collection there.
    also: [403],
  },
  "notices.list": selected(),
  "notices.unread": selected(),
  "notices.read": selected(() => ({ body: {} })),
  "shares.policy": object(ofWorkspace()),
  "shares.setPolicy": object(ofWorkspace(() => ({ body: { maxDays: 90 } }))),
} satisfies Record<string, Row>;
