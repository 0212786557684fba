import { randomUUID } from "node:crypto";
import { db } from "@/lib/server/db";
import { makeImage } from "../testing/studio";
import { zipOf } from "../testing/zip";
import type { OtherRow } from "./other-routes";
import { object, ofCaller, type Row, selected, tokenWorkspace } from "./row";
import { type Caller, makeThings, personBehind, type Target, type World } from "./world";

/** A collection with an image, to which members may add; `target` decides whose it is, and whether it exists. */
async function makeCollection(world: World, target: Target) {
  const own = target === "foreign" ? "foreign" : "own";
  const { imageId } = await makeThings(world, own);
  if (target === "missing") return { collectionId: randomUUID(), imageId };
  const createdBy = own === "foreign" ? world.people.stranger : world.people.member;
  const { id } = await db.collection.create({
    data: {
      workspaceId: createdBy.workspaceId,
      createdById: createdBy.userId,
      name: "Harbour fair",
      access: "add",
      images: { create: { imageId, position: 1, addedById: createdBy.userId } },
    },
  });
  if (target === "deleted") await db.collection.delete({ where: { id } });
  return { collectionId: id, imageId };
}

const collection =
  (bodyOf: (imageId: string) => unknown) => async (world: World, target: Target) => {
    const { collectionId, imageId } = await makeCollection(world, target);
    const body = bodyOf(imageId);
    return { params: { collectionId }, ...(body === undefined ? {} : { body }) };
  };

const actOfCaller = ofCaller(
  "bulkId",
  async (person, world, caller) => {
    const workspaceId = tokenWorkspace(person, world, caller);
    const { id } = await db.bulkAct.create({
      data: { workspaceId, createdById: person.userId, action: "favourite" },
    });
    return id;
  },
  (id) => db.bulkAct.delete({ where: { id } }),
);

/** An image of the team, and one in each workspace of the caller: some callers use another one. */
async function imageIdsFor({ people }: World, caller: Caller): Promise<string[]> {
  const person = personBehind(people, caller);
  const images = [await makeImage(people.member)];
  for (const workspaceId of person.roles.keys()) {
    images.push(await makeImage({ ...person, workspaceId }));
  }
  const ids = images.map(({ id }) => id);
  await db.image.updateMany({ where: { id: { in: ids } }, data: { audienceId: null } });
  return ids;
}

const downloadOfCaller = ofCaller(
  "downloadId",
  async (person, world, caller) => {
    const workspaceId = tokenWorkspace(person, world, caller);
    const { id } = await db.download.create({ data: { workspaceId, createdById: person.userId } });
    return id;
  },
  (id) => db.download.delete({ where: { id } }),
);

const importOfCaller = ofCaller(
  "importId",
  async (person, world, caller) => {
    const workspaceId = tokenWorkspace(person, world, caller);
    const data = {
      workspaceId,
      createdById: person.userId,
      name: "Boats",
      state: "ready",
    } as const;
    return (await db.import.create({ data })).id;
  },
  (id) => db.import.delete({ where: { id } }),
);

/** The ZIP of a download. */
export const downloadRoute: OtherRow = {
  method: "GET",
  access: "signed-in",
  permission: "read",
  scopes: ["read"],
  about: "self",
  finds: ["own"],
  isOfCaller: true,
  make: async (...of) => {
    const { params } = await downloadOfCaller(...of);
    return { path: `/api/downloads/${params?.downloadId}` };
  },
};

export const rowsOfCollections = {
  "collections.list": selected(),
  "collections.create": selected(() => ({ body: { name: "Harbour fair" } })),
  "collections.detail": object(collection(() => undefined)),
  "collections.update": object(collection(() => ({ name: "Winter fair" }))),
  "collections.remove": object(collection(() => undefined)),
  "collections.add": object(collection((imageId) => ({ imageIds: [imageId] }))),
  "collections.takeOut": object(collection((imageId) => ({ imageIds: [imageId] }))),
  "collections.move": object(collection((imageId) => ({ imageIds: [imageId], beforeId: null }))),
  "downloads.create": selected(async (world, _target, caller) => ({
    body: { imageIds: await imageIdsFor(world, caller) },
  })),
  "imports.create": selected(() => ({ query: { name: "boats.zip" }, bytes: zipOf("boat.png") })),
  "imports.list": selected(),
  "imports.detail": { about: "self", finds: ["own"], make: importOfCaller },
  "imports.cancel": { about: "self", finds: ["own"], make: importOfCaller },
  "imports.start": {
    about: "self",
    finds: ["own"],
    make: async (...of) => ({ ...(await importOfCaller(...of)), body: {} }),
  },
  "bulk.create": selected(() => ({ body: { action: "favourite", view: "mine" } })),
  "bulk.detail": { about: "self", finds: ["own"], make: actOfCaller },
  "bulk.undo": {
    about: "self",
    finds: ["own"],
    make: async (...of) => ({ ...(await actOfCaller(...of)), body: {} }),
  },
} satisfies Record<string, Row>;
