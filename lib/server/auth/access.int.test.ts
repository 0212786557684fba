import { afterAll, beforeAll, expect, test } from "vitest";
import {
  authorizeGeneration,
  authorizeImage,
  authorizeImages,
  authorizeThread,
  authorizeTurn,
} from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase, db } from "@/lib/server/db";
import type { Role, Visibility } from "@/lib/server/generated/prisma/client";
import { userId, workspaceId } from "@/lib/contracts/ids";

const settings = {};
let team: string;
let createdBy: Actor;
let colleague: Actor;
let viewer: Actor;
let stranger: Actor;
let own: Awaited<ReturnType<typeof makeThread>>;
let shared: Awaited<ReturnType<typeof makeThread>>;

beforeAll(async () => {
  team = await makeWorkspace();
  createdBy = await makeActor("createdBy", team, "member");
  colleague = await makeActor("colleague", team, "admin");
  viewer = await makeActor("viewer", team, "viewer");
  stranger = await makeActor("stranger", await makeWorkspace(), "owner");
  own = await makeThread("private");
  shared = await makeThread("workspace");
});
afterAll(closeDatabase);

async function makeWorkspace(): Promise<string> {
  return (await db.workspace.create({ data: { name: "w", kind: "team" } })).id;
}

async function makeActor(name: string, workspace: string, role: Role): Promise<Actor> {
  const email = `${name}@example.org`;
  const user = await db.user.create({
    data: {
      name,
      email,
      passwordHash: "-",
      memberships: { create: { workspaceId: workspace, role } },
    },
  });
  return {
    userId: userId.parse(user.id),
    isInstanceOwner: false,
    sessionId: crypto.randomUUID(),
    token: null,
    address: null,
    name,
    email,
    workspaceId: workspaceId.parse(workspace),
    role,
    roles: new Map([[workspaceId.parse(workspace), role]]),
  };
}

async function makeThread(visibility: Visibility) {
  const scope = { workspaceId: team, createdById: createdBy.userId };
  const thread = await db.thread.create({ data: { ...scope, title: "t", settings, visibility } });
  const turn = await db.turn.create({
    data: {
      ...scope,
      threadId: thread.id,
      prompt: "p",
      settings,
      idempotencyKey: crypto.randomUUID(),
    },
  });
  const generation = await db.generation.create({
    data: {
      turnId: turn.id,
      threadId: thread.id,
      workspaceId: team,
      position: 0,
      model: "m",
      endpoint: "chat",
      isSandbox: true,
      priceMicroUsd: 0,
      createdById: createdBy.userId,
      keySource: "sandbox",
    },
  });
  const image = await makeImage(generation.id, visibility === "private" ? createdBy.userId : null);
  return { thread, turn, generation, image };
}

async function makeImage(generationId: string | null, audienceId: string | null) {
  const sha256 = crypto.randomUUID();
  await db.blob.create({
    data: { sha256, media: "image/png", byteCount: 1, width: 1, height: 1, thumbhash: "" },
  });
  return db.image.create({
    data: {
      workspaceId: team,
      createdById: createdBy.userId,
      origin: generationId ? "generated" : "uploaded",
      generationId,
      audienceId,
      sha256,
      name: "n",
    },
  });
}

type Nouns = Awaited<ReturnType<typeof makeThread>>;

function allOf(actor: Actor, nouns: Nouns, act: "read" | "write"): Promise<string>[] {
  const outcome = (pending: Promise<{ id: string }>) =>
    pending.then(
      () => "yes",
      (error) => error.code,
    );
  return [
    outcome(authorizeThread(actor, nouns.thread.id, act)),
    outcome(authorizeTurn(actor, nouns.turn.id, act)),
    outcome(authorizeGeneration(actor, nouns.generation.id, act)),
    outcome(authorizeImage(actor, nouns.image.id, act)),
  ];
}

const answers = async (actor: Actor, nouns: Nouns, act: "read" | "write") => [
  ...new Set(await Promise.all(allOf(actor, nouns, act))),
];

test("the creator reads and writes a private thread; everyone else gets not_found", async () => {
  for (const act of ["read", "write"] as const) {
    expect(await answers(createdBy, own, act)).toEqual(["yes"]);
    for (const actor of [colleague, viewer, stranger]) {
      expect(await answers(actor, own, act)).toEqual(["not_found"]);
    }
  }
});

test("members write a shared thread, viewers only read it, non-members get not_found", async () => {
  expect(await answers(colleague, shared, "write")).toEqual(["yes"]);
  expect(await answers(viewer, shared, "read")).toEqual(["yes"]);
  expect(await answers(viewer, shared, "write")).toEqual(["forbidden"]);
  expect(await answers(stranger, shared, "read")).toEqual(["not_found"]);
});

test("the same person gets not_found from another workspace", async () => {
  const inOtherWorkspace = { ...createdBy, roles: stranger.roles };
  expect(await answers(inOtherWorkspace, own, "read")).toEqual(["not_found"]);
});

test("a missing or malformed id answers like a foreign one", async () => {
  for (const id of [crypto.randomUUID(), "1", "", "' OR 1=1 --"]) {
    await expect(authorizeThread(createdBy, id, "read")).rejects.toThrow("not_found");
    await expect(authorizeImages(createdBy, team, [own.image.id, id], "read")).rejects.toThrow(
      "not_found",
    );
  }
});

test("a deleted thread and its turns are not found except to restore it; its images neither, except in the trash", async () => {
  const gone = await makeThread("workspace");
  const deletedAt = new Date();
  await db.thread.update({ where: { id: gone.thread.id }, data: { deletedAt } });
  await db.image.update({ where: { id: gone.image.id }, data: { deletedAt } });
  expect(await answers(createdBy, gone, "read")).toEqual(["not_found"]);
  const inTrash = (actor: Actor) =>
    authorizeImage(actor, gone.image.id, "write", db, { includeTrashed: true });
  expect((await inTrash(createdBy)).id).toBe(gone.image.id);
  // An admin of the workspace.
  expect((await inTrash(colleague)).id).toBe(gone.image.id);
  await expect(inTrash(viewer)).rejects.toThrow("not_found");
  await expect(inTrash(stranger)).rejects.toThrow("not_found");
  expect(await answers(colleague, gone, "read")).toEqual(["not_found"]);
  const { id } = gone.thread;
  const restored = await authorizeThread(createdBy, id, "write", db, { includeDeleted: true });
  expect(restored.id).toBe(id);
  const foreign = authorizeThread(stranger, id, "write", db, { includeDeleted: true });
  await expect(foreign).rejects.toThrow("not_found");
});

test("an upload is visible to its creator only, until its audience is the workspace", async () => {
  const upload = await makeImage(null, createdBy.userId);
  const found = (actor: Actor) =>
    authorizeImage(actor, upload.id, "read").then(
      () => "yes",
      (error) => error.code,
    );
  const everyone = () => Promise.all([createdBy, colleague, viewer, stranger].map(found));
  expect(await everyone()).toEqual(["yes", "not_found", "not_found", "not_found"]);
  await db.image.update({ where: { id: upload.id }, data: { audienceId: null } });
  expect(await everyone()).toEqual(["yes", "yes", "yes", "not_found"]);
});

test("images come back in the requested order, repeats included, all or none", async () => {
  const upload = await makeImage(null, null);
  const ids = [upload.id, own.image.id, upload.id];
  const found = await authorizeImages(createdBy, team, ids, "read");
  expect(found.map((image) => image.id)).toEqual(ids);
  expect(await authorizeImages(createdBy, team, [], "read")).toEqual([]);
  await expect(authorizeImages(colleague, team, ids, "read")).rejects.toThrow("not_found");
  expect(await authorizeImages(colleague, team, [upload.id], "read")).toHaveLength(1);
  await db.image.update({ where: { id: upload.id }, data: { deletedAt: new Date() } });
  await expect(authorizeImages(createdBy, team, ids, "read")).rejects.toThrow("image_in_trash");
  await expect(authorizeImages(stranger, team, [upload.id], "read")).rejects.toThrow("not_found");
  await db.image.update({
    where: { id: upload.id },
    data: { purgedAt: new Date(), sha256: null },
  });
  await expect(authorizeImages(createdBy, team, ids, "read")).rejects.toThrow("image_purged");
});
