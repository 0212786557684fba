import type { AuditAct } from "@/lib/contracts/audit";
import { databasePool } from "@/lib/server/db/pools";
import { db } from "@/lib/server/db";
import type { StoredPicture } from "@/lib/server/domain/images/ingest";
import { documentedProfiles } from "@/lib/server/domain/upstream/models";
import { type Chance, chanceOf } from "../faults/random";
import { uuidAt } from "./ids";
import { insertRows, type SeedTable, setLinks } from "./insert";
import { seedMarks } from "./marks";
import type { SeedTeam } from "./people";
import { addThread, type Batch, emptyBatch } from "./thread";

export interface SeedOptions {
  team: SeedTeam;
  files: readonly StoredPicture[];
  images: number;
  /** The history ends here. */
  now: Date;
  /** How long the history is. */
  years?: number;
  say?(imagesSoFar: number): void;
}

const YEAR_MS = 365 * 86_400_000;
const BATCH_IMAGES = 4_000;
const PRIVATE = 0.4;
/** The owner's share of threads in their personal workspace. */
const PERSONAL = 0.1;
const PINNED = 3;
/** Audit entries per image. */
const AUDIT_SHARE = 0.1;
const acts: AuditAct[] = ["thread.visibility_changed", "member.role_changed", "budget.changed"];

/** In the order in which rows reference each other. */
const tables: SeedTable[] = ["Thread", "Turn", "Generation", "Image", "Reference", "AuditEntry"];

/**
 * Fills a team and its owner's personal workspace with a history of about `images` images, as use over years would
 * leave it, beside what is there. Ends with `VACUUM ANALYZE`, as autovacuum would.
 */
export async function seedHistory(options: SeedOptions): Promise<{ images: number }> {
  const { team, files, images, now, years = 3, say } = options;
  // A second history of a team gets ids of its own.
  const before = await db.image.count({ where: { workspaceId: team.id } });
  const chance = chanceOf("seed", team.id, before);
  const models = documentedProfiles().map(({ id }) => id);
  let made = 0;
  while (made < images) {
    const batch = emptyBatch();
    const goal = Math.min(images, made + BATCH_IMAGES);
    while (made < goal) {
      const createdById = memberOf(team, chance);
      const isPersonal = createdById === team.ownerId && chance() < PERSONAL;
      made += addThread(
        batch,
        {
          workspaceId: isPersonal ? team.personalId : team.id,
          createdById,
          startedAt: new Date(now.getTime() - chance() * years * YEAR_MS),
          now,
          isPrivate: isPersonal || chance() < PRIVATE,
          models,
          files,
          imagesMost: images - made,
        },
        chance,
      );
    }
    addAudit(batch, team, chance);
    await write(batch);
    say?.(made);
  }
  await pinNewest(team, now);
  for (const id of [team.id, team.personalId]) await seedMarks(id, team.ownerId);
  await databasePool().query("VACUUM (ANALYZE)");
  return { images: made };
}

/** The owner makes a quarter, the others ever less. */
function memberOf({ ownerId, memberIds }: SeedTeam, chance: Chance): string {
  if (chance() < 0.25) return ownerId;
  return memberIds[Math.floor(chance() ** 1.5 * memberIds.length)] ?? ownerId;
}

function addAudit({ rows }: Batch, team: SeedTeam, chance: Chance): void {
  const threads = rows.Thread;
  const count = Math.floor(rows.Image.length * AUDIT_SHARE);
  for (let n = 0; n < count; n += 1) {
    const thread = threads[n % threads.length];
    if (thread === undefined) return;
    const createdAt = new Date(thread.lastActivityAt ?? 0);
    rows.AuditEntry.push({
      id: uuidAt(createdAt, chance),
      workspaceId: team.id,
      actorId: thread.createdById,
      actorName: team.names.get(thread.createdById) ?? "",
      act: acts[n % acts.length] ?? "budget.changed",
      targetKind: "thread",
      targetId: thread.id ?? null,
      targetName: thread.visibility === "private" ? "" : thread.title,
      createdAt,
    });
  }
}

async function write({ rows, bases, covers }: Batch): Promise<void> {
  for (const table of tables) await insertRows(table, rows[table]);
  await setLinks('"Turn"."baseImageId"', bases);
  await setLinks('"Thread"."coverImageId"', covers);
}

async function pinNewest({ id }: SeedTeam, now: Date): Promise<void> {
  const newest = await db.thread.findMany({
    where: { workspaceId: id, deletedAt: null, archivedAt: null },
    orderBy: { lastActivityAt: "desc" },
    take: PINNED,
    select: { id: true },
  });
  await db.thread.updateMany({
    where: { id: { in: newest.map((thread) => thread.id) } },
    data: { pinnedAt: now },
  });
}
