import { formatCursor } from "@/lib/server/domain/lists/cursor";
import { db } from "@/lib/server/db";
import { storeFiles } from "../../seed/files";
import { createTeam, NO_PASSWORD, type SeedTeam } from "../../seed/people";
import { seedHistory } from "../../seed/seed";
import type { Bench, Studio } from "../bench";
import type { Measurement, Row } from "../measurement";
import { percentile } from "../statistics";

const images = { short: 2_000, long: 100_000 };
/** Enough that PostgreSQL has planned every named statement without its values. */
const warmUps = 8;
const reads = 40;
const ratioMost = 1.5;
/** A list that takes longer with a long history is quick enough below this. */
const quickMs = 100;

/** Every list and page with a short history and with one of years. */
export const history: Row = {
  name: "history",
  measure: (bench) => bench.withStudio({}, (studio) => measure(bench, studio)),
};

interface Page {
  what: string;
  path: string;
  /** Even a quick one has to be as quick as with a short history. */
  isStrict?: boolean;
}

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const team = await createTeam(NO_PASSWORD);
  const files = await storeFiles(24);
  const seed = async (count: number) => {
    bench.say(`history: seeding ${count} pictures`);
    await seedHistory({ team, files, images: count, now: new Date() });
  };
  await seed(images.short);
  const short = await readAll(bench, studio, team);
  await seed(images.long - images.short);
  const long = await readAll(bench, studio, team);
  return [...long].map(([what, { ms, isStrict }]) => {
    const floor = short.get(what)?.ms ?? 0;
    return {
      what: `${images.long} pictures: ${what}, p95`,
      value: ms,
      unit: "ms",
      floor: { what: `with ${images.short} pictures`, value: floor },
      aim: { of: "ratio", most: isStrict ? ratioMost : Math.max(ratioMost, quickMs / floor) },
      note: isStrict ? undefined : `at most ${ratioMost} × the floor, or ${quickMs} ms`,
    };
  });
}

type Reading = { ms: number; isStrict: boolean };

async function readAll(
  bench: Bench,
  { client }: Studio,
  team: SeedTeam,
): Promise<Map<string, Reading>> {
  const inTeam = client.in(team.id);
  const found = new Map<string, Reading>();
  for (const { what, path, isStrict = false } of await pagesOf(team)) {
    bench.say(`history: ${what}`);
    const times: number[] = [];
    for (let n = 0; n < warmUps + reads; n += 1) {
      const started = performance.now();
      await inTeam.get(path);
      times.push(performance.now() - started);
    }
    found.set(what, { ms: percentile(times.slice(warmUps), 95), isStrict });
  }
  return found;
}

async function pagesOf({ id: workspaceId }: SeedTeam): Promise<Page[]> {
  const [count, thread] = await Promise.all([
    db.image.count({ where: { workspaceId } }),
    db.thread.findFirstOrThrow({
      where: { workspaceId, deletedAt: null, archivedAt: null, pinnedAt: null },
      orderBy: { lastActivityAt: "desc" },
    }),
  ]);
  const middle = await db.image.findFirstOrThrow({
    where: { workspaceId },
    orderBy: { createdAt: "asc" },
    skip: Math.floor(count / 3),
  });
  const deep = formatCursor({ at: middle.createdAt, id: middle.id });
  const find = (path: string, query: string) => `${path}?query=${encodeURIComponent(query)}`;
  return [
    { what: "what every page loads", path: "/api/studio", isStrict: true },
    { what: "the first page, as HTML", path: "/" },
    { what: "a thread", path: `/api/threads/${thread.id}` },
    { what: "its tree", path: `/api/threads/${thread.id}/tree` },
    { what: "threads", path: "/api/threads" },
    { what: "threads, deep", path: `/api/threads?cursor=${deep}` },
    { what: "archived threads", path: "/api/threads?view=archived" },
    { what: "threads with a frequent word", path: find("/api/threads", "light") },
    { what: "threads with a seldom fragment", path: find("/api/threads", "紫砂茶壶，暴风雨") },
    { what: "threads with a word that is nowhere", path: find("/api/threads", "zeppelin") },
    { what: "pictures", path: "/api/images" },
    { what: "pictures, deep", path: `/api/images?cursor=${deep}` },
    { what: "pictures with a frequent word", path: find("/api/images", "light") },
    { what: "pictures with one character", path: find("/api/images", "灯") },
    { what: "pictures with a seldom fragment", path: find("/api/images", "紫砂茶壶，暴风雨") },
    { what: "pictures with a word that is nowhere", path: find("/api/images", "zeppelin") },
    { what: "attempts without a picture", path: "/api/usage/attempts" },
    { what: "all attempts, with sums", path: "/api/usage/attempts?outcome=all" },
    { what: "all attempts, deep", path: `/api/usage/attempts?outcome=all&cursor=${deep}` },
    { what: "spending of this month", path: "/api/usage" },
    { what: "budgets", path: "/api/budgets" },
    { what: "the audit log", path: "/api/audit" },
    { what: "the instance's audit log, deep", path: `/api/instance/audit?cursor=${deep}` },
    { what: "people", path: "/api/instance/people" },
    { what: "workspaces", path: "/api/instance/workspaces" },
    { what: "jobs", path: "/api/instance/jobs?group=unknown" },
    { what: "storage", path: "/api/instance/storage" },
  ];
}
