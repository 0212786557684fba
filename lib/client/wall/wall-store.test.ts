import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bucketOf, imageIdOf } from "@/lib/client/wall/wall.fixtures";
import type { WallSource } from "@/lib/client/wall/wall-source";
import { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageEvent } from "@/lib/contracts/events";
import type { ImageId } from "@/lib/contracts/ids";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const scope = { view: "all", query: "", sort: "newest", collectionId: null, stacks: null } as const;

/** A server with so many images in November, and two in October. */
function sourceOf(counts: { november: number }) {
  return {
    months: vi.fn<WallSource["months"]>(async () => ({
      months: [
        { month: "2026-11", count: counts.november, tiles: counts.november },
        { month: "2026-10", count: 2, tiles: 2 },
      ],
    })),
    bucket: vi.fn<WallSource["bucket"]>(async (_scope, month, { skip }) =>
      month === "2026-11"
        ? bucketOf(month, Math.min(2_000, counts.november - skip), skip)
        : bucketOf(month, 2, 9_000),
    ),
    page: vi.fn<WallSource["page"]>(async () => ({
      bucket: bucketOf("2026-11", 0),
      nextCursor: null,
    })),
  };
}

async function loaded(counts: { november: number }) {
  const source = sourceOf(counts);
  const wall = new WallStore(scope, source);
  wall.subscribe(() => {});
  await wall.reload();
  wall.need(["2026-11/0"]);
  await vi.advanceTimersByTimeAsync(0);
  return { wall, source };
}

const event = (kind: "image.added" | "image.trashed" | "image.changed", id: ImageId) =>
  ({ kind, image: { id, state: "kept" } }) as unknown as ImageEvent;

test("what arrives is counted as news and does not move what is on the wall", async () => {
  const counts = { november: 10 };
  const { wall } = await loaded(counts);
  const before = wall.getState().chunks;
  counts.november = 13;
  wall.takeEvent(event("image.added", imageIdOf(500)));
  wall.takeEvent(event("image.added", imageIdOf(501)));
  await vi.runAllTimersAsync();
  expect(wall.getState()).toMatchObject({ news: 3, total: 12 });
  expect(wall.getState().chunks).toBe(before);
  await wall.reload();
  expect(wall.getState()).toMatchObject({ news: 0, total: 15 });
  expect(wall.getState().chunks[0]?.bucket?.ids).toHaveLength(13);
});

test("a reader at the top sees news at once", async () => {
  const counts = { november: 10 };
  const { wall } = await loaded(counts);
  wall.follow(() => true);
  counts.november = 11;
  wall.takeEvent(event("image.added", imageIdOf(500)));
  await vi.runAllTimersAsync();
  expect(wall.getState()).toMatchObject({ news: 0, total: 13 });
});

test("news of a large month move its later parts too", async () => {
  const counts = { november: 4_000 };
  const { wall, source } = await loaded(counts);
  // The newest image has the lowest number.
  source.bucket.mockImplementation(async (_scope, month, { skip }) => {
    const rest = counts.november - skip;
    return bucketOf(month, Math.min(2_000, rest), 10_000 - rest);
  });
  await wall.reload();
  await wall.loadAll(["2026-11/1"]);
  counts.november = 4_003;
  wall.takeEvent(event("image.added", imageIdOf(500)));
  wall.follow(() => true);
  await vi.runAllTimersAsync();
  await wall.loadAll(["2026-11/2"]);
  const loadedIds = wall.getState().chunks.flatMap(({ bucket }) => bucket?.ids ?? []);
  expect(new Set(loadedIds).size).toBe(loadedIds.length);
  expect(wall.getState().chunks.map(({ count }) => count)).toEqual([2_000, 2_000, 3, 2]);
});

test("a picture that leaves is gone at once, and comes back to its place", async () => {
  const { wall } = await loaded({ november: 10 });
  const removed = wall.trash(imageIdOf(3));
  expect(wall.getState().total).toBe(11);
  expect(wall.getState().chunks[0]?.bucket?.ids).not.toContain(imageIdOf(3));
  if (removed) wall.putBack(removed, { isUndone: true });
  expect(wall.getState().chunks[0]?.bucket?.ids.indexOf(imageIdOf(3))).toBe(3);
  expect(wall.getState().total).toBe(12);
});

test("a reply that was read before a picture left does not bring it back", async () => {
  const { wall, source } = await loaded({ november: 10 });
  const stale = bucketOf("2026-11", 10, 0);
  let reply = () => {};
  source.bucket.mockReturnValueOnce(new Promise((resolve) => (reply = () => resolve(stale))));
  const reloading = wall.reload();
  await vi.advanceTimersByTimeAsync(0);
  wall.trash(imageIdOf(3));
  wall.takeEvent(event("image.trashed", imageIdOf(3)));
  wall.takeEvent(event("image.trashed", imageIdOf(4)));
  reply();
  await reloading;
  const ids = wall.getState().chunks[0]?.bucket?.ids;
  expect([ids?.includes(imageIdOf(3)), ids?.includes(imageIdOf(4))]).toEqual([false, false]);
  expect(wall.getState().total).toBe(10);
  // Restored somewhere: a later reply counts.
  wall.takeEvent(event("image.changed", imageIdOf(4)));
  await wall.reload();
  expect(wall.getState().chunks[0]?.bucket?.ids).toContain(imageIdOf(4));
  wall.takeEvent(event("image.changed", imageIdOf(3)));
  await wall.reload();
  expect(wall.getState().chunks[0]?.bucket?.ids).toContain(imageIdOf(3));
});

test("a reply that was read before a picture was put back does not take it away", async () => {
  const { wall, source } = await loaded({ november: 10 });
  const has = () => wall.getState().chunks[0]?.bucket?.ids.includes(imageIdOf(3));
  const removed = wall.trash(imageIdOf(3));
  wall.takeEvent(event("image.trashed", imageIdOf(3)));
  const stale = bucketOf("2026-11", 9, 0);
  stale.ids[3] = imageIdOf(9);
  source.bucket.mockResolvedValueOnce(stale);
  const reloading = wall.reload();
  if (removed) wall.putBack(removed, { isUndone: true });
  await reloading;
  expect(has()).toBe(true);
  // The undo fails: what the server says counts.
  wall.forget(imageIdOf(3));
  source.bucket.mockResolvedValueOnce(stale);
  await wall.reload();
  expect(has()).toBe(false);
});

test("a mark that a reply has overwritten comes back with its event", async () => {
  const { wall, source } = await loaded({ november: 10 });
  const marked = bucketOf("2026-11", 10);
  marked.favourites[4] = 1;
  wall.setFavourite(imageIdOf(4), true);
  await wall.reload();
  expect(wall.getState().chunks[0]?.bucket?.favourites[4]).toBe(0);
  source.bucket.mockResolvedValueOnce(marked);
  wall.takeEvent(event("image.changed", imageIdOf(4)));
  await vi.runAllTimersAsync();
  expect(wall.getState().chunks[0]?.bucket?.favourites[4]).toBe(1);
});

test("a picture that was put back stays, though the event of its leaving comes later", async () => {
  const { wall, source } = await loaded({ november: 10 });
  const asked = source.months.mock.calls.length;
  const has = () => wall.getState().chunks[0]?.bucket?.ids.includes(imageIdOf(3));
  wall.setFavourite(imageIdOf(3), true);
  for (let time = 0; time < 2; time += 1) {
    const removed = wall.trash(imageIdOf(3));
    if (time === 0) wall.takeEvent(event("image.changed", imageIdOf(3)));
    if (removed) wall.putBack(removed, { isUndone: true });
  }
  for (let time = 0; time < 2; time += 1) {
    wall.takeEvent(event("image.trashed", imageIdOf(3)));
    expect(has()).toBe(true);
  }
  wall.takeEvent(event("image.changed", imageIdOf(3)));
  await vi.runAllTimersAsync();
  expect(has()).toBe(true);
  expect(source.months.mock.calls).toHaveLength(asked);
  // Another tab moves it to the trash later.
  wall.takeEvent(event("image.trashed", imageIdOf(3)));
  expect(has()).toBe(false);
});

test("events of the tab's own acts ask the server for nothing", async () => {
  const { wall, source } = await loaded({ november: 10 });
  const asked = source.months.mock.calls.length;
  wall.setFavourite(imageIdOf(4), true);
  wall.takeEvent(event("image.changed", imageIdOf(4)));
  await vi.runAllTimersAsync();
  expect(source.months.mock.calls).toHaveLength(asked);
  expect(wall.getState().chunks[0]?.bucket?.favourites[4]).toBe(1);
});

test("parts of a large month skip what is still before them", async () => {
  const { wall, source } = await loaded({ november: 4_500 });
  wall.remove(imageIdOf(7));
  wall.need(["2026-11/1"]);
  await vi.advanceTimersByTimeAsync(0);
  expect(source.bucket.mock.calls.map(([, , { skip }]) => skip)).toEqual([0, 1_999]);
});

test("a part that fails to load is named, and loads on retry", async () => {
  const { wall, source } = await loaded({ november: 10 });
  source.bucket.mockRejectedValueOnce(new Error("offline"));
  wall.need(["2026-10/0"]);
  await vi.advanceTimersByTimeAsync(0);
  expect([...wall.getState().failed]).toEqual(["2026-10/0"]);
  wall.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(wall.getState().failed.size).toBe(0);
  expect(wall.getState().chunks[1]?.bucket?.ids).toHaveLength(2);
});

test("an order by pages is reloaded as far as it was loaded, without a gap in between", async () => {
  const pages = [bucketOf("2026-11", 4), bucketOf("2026-11", 4, 4), bucketOf("2026-11", 2, 8)];
  const source = {
    ...sourceOf({ november: 8 }),
    page: vi.fn<WallSource["page"]>(async (_scope, cursor) => {
      const at = Number(cursor ?? 0);
      const bucket = pages[at] ?? bucketOf("2026-11", 0);
      return { bucket, nextCursor: at < 2 ? String(at + 1) : null };
    }),
  };
  const wall = new WallStore({ ...scope, sort: "manual" }, source);
  wall.subscribe(() => {});
  await wall.reload();
  await wall.loadAll(["page/0"]);
  await wall.loadAll(["page/1"]);
  await wall.reload();
  const counts = () => wall.getState().chunks.map(({ count, bucket }) => [count, bucket !== null]);
  expect(counts()).toEqual([
    [4, true],
    [4, true],
    [2, false],
  ]);
  await wall.loadAll(["page/2"]);
  expect(counts().at(-1)).toEqual([2, true]);
});
