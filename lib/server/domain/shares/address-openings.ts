import "server-only";
import { inTransaction } from "@/lib/server/db";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { describeVisit } from "@/lib/server/domain/shares/open";
import { errorFields, log } from "@/lib/server/log";

/** One opening of an image by a signed address. */
type Opening = {
  shareId: string;
  workspaceId: string;
  address: string;
  userAgent: string;
  now: Date;
};

const BATCH_MAX = 500;
/** More are not counted: the database does not keep up. */
const WAITING_MAX = 20_000;

const waiting: Opening[] = [];
let writing: Promise<void> | null = null;

/**
 * Counts and logs the opening of a signed address, without a wait for the caller: openings that arrive while a batch is
 * written form the next one.
 */
export function noteAddressOpening(opening: Opening): void {
  if (waiting.length >= WAITING_MAX) return;
  waiting.push(opening);
  writing ??= writeAll();
}

/** Resolves when all openings noted so far are written. */
export async function addressOpeningsWritten(): Promise<void> {
  await writing;
}

async function writeAll(): Promise<void> {
  // The caller's answer comes first.
  await new Promise((resolve) => setImmediate(resolve));
  while (waiting.length > 0) {
    const batch = waiting.splice(0, BATCH_MAX);
    await writeBatch(batch).catch((error: unknown) =>
      log.warn(errorFields(error), "openings of signed addresses were not counted"),
    );
  }
  writing = null;
}

/** One update per share, in the order of their ids, and one insert. */
async function writeBatch(batch: Opening[]): Promise<void> {
  const shareIds = [...new Set(batch.map(({ shareId }) => shareId))].toSorted();
  const opened = await inTransaction(async (tx) => {
    const firsts = new Set<string>();
    const visits: ReturnType<typeof describeVisit>[] = [];
    for (const shareId of shareIds) {
      const openings = batch.filter((opening) => opening.shareId === shareId);
      const times = openings.map(({ now }) => now).toSorted((a, b) => a.getTime() - b.getTime());
      const [first, last, workspaceId] = [times[0], times.at(-1), openings[0]?.workspaceId];
      if (workspaceId === undefined) continue;
      const where = { id: shareId, workspaceId };
      const [row] = await tx.share.updateManyAndReturn({
        where,
        data: { openings: { increment: openings.length }, lastOpenedAt: last },
        select: { openings: true },
      });
      if (row === undefined) continue; // deleted meanwhile
      if (row.openings === openings.length) {
        await tx.share.updateMany({ where, data: { firstOpenedAt: first } });
        firsts.add(workspaceId);
      }
      visits.push(...openings.map((opening) => describeVisit(shareId, opening)));
    }
    await tx.shareVisit.createMany({ data: visits });
    return [...firsts];
  });
  // Rarely more than one: each share is opened for the first time once.
  for (const workspaceId of opened) await inTransaction((tx) => announceShares(tx, workspaceId));
}
