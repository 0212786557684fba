import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { makeActor } from "@/scripts/testing/studio";
import {
  type Direction,
  olderThan,
  type PageOptions,
  readAllById,
  readAllPages,
  readPage,
} from "./page";
import { Prisma } from "@/lib/server/generated/prisma/client";
import { turnBody } from "@/scripts/testing/turn-body";

const count = 10;
const size = 3;
let workspaceId: string;
/** Newest first. Three threads share each instant, so that pages end between rows of one instant. */
let newestFirst: string[];

beforeAll(async () => {
  const actor = await makeActor();
  ({ workspaceId } = actor);
  const { settings } = turnBody();
  await db.thread.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      workspaceId,
      createdById: actor.userId,
      title: String(n),
      settings,
      lastActivityAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 3))),
    })),
  });
  const rows = await db.thread.findMany({
    where: { workspaceId },
    orderBy: [{ lastActivityAt: "desc" }, { id: "desc" }],
  });
  newestFirst = rows.map(({ id }) => id);
});

const options = (cursor: string | undefined, direction?: Direction) =>
  ({ by: "lastActivityAt", direction, cursor, size }) satisfies PageOptions<"lastActivityAt">;

function read(cursor: string | undefined, direction?: Direction) {
  return readPage(options(cursor, direction), ({ where, orderBy, take }) =>
    db.thread.findMany({ where: { AND: [{ workspaceId }, where] }, orderBy, take }),
  );
}

async function idsOfPages(pages: AsyncGenerator<{ id: string }[]>): Promise<string[][]> {
  const ids: string[][] = [];
  for await (const rows of pages) ids.push(rows.map(({ id }) => id));
  return ids;
}

test("pages give every row once and in order, although rows share an instant", async () => {
  const pages = await idsOfPages(readAllPages((cursor) => read(cursor)));
  expect(pages.map((page) => page.length)).toEqual([3, 3, 3, 1]);
  expect(pages.flat()).toEqual(newestFirst);
});

test("oldest first gives the reverse", async () => {
  const pages = await idsOfPages(readAllPages((cursor) => read(cursor, "asc")));
  expect(pages.flat()).toEqual(newestFirst.toReversed());
});

test("SQL pages are the same as Prisma's", async () => {
  const pages = await idsOfPages(
    readAllPages((cursor) =>
      readPage(
        options(cursor),
        (slice) => db.$queryRaw<{ id: string; lastActivityAt: Date }[]>`
          SELECT t.id::text, t."lastActivityAt" FROM "Thread" t
          WHERE t."workspaceId" = ${workspaceId}::uuid
            AND ${olderThan(slice, Prisma.sql`t."lastActivityAt"`, Prisma.sql`t.id`)}
          ORDER BY t."lastActivityAt" DESC, t.id DESC LIMIT ${slice.take}::int`,
      ),
    ),
  );
  expect(pages.flat()).toEqual(newestFirst);
});

test("the last full page has no cursor", async () => {
  const page = await readPage({ ...options(undefined), size: count }, ({ orderBy, take }) =>
    db.thread.findMany({ where: { workspaceId }, orderBy, take }),
  );
  expect(page.rows).toHaveLength(count);
  expect(page.nextCursor).toBeNull();
});

test("a malformed cursor is an invalid field", async () => {
  await expect(read("yesterday")).rejects.toMatchObject({ code: "invalid_field" });
});

test("reading all by id gives every row once", async () => {
  const ids: string[] = [];
  const rows = readAllById(size, ({ where, orderBy, take }) =>
    db.thread.findMany({ where: { ...where, workspaceId }, orderBy, take }),
  );
  for await (const { id } of rows) ids.push(id);
  expect(ids).toEqual(newestFirst.toSorted());
});
