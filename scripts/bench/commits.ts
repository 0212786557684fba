import pg from "pg";
import { db } from "@/lib/server/db";
import { EVENTS_CHANNEL } from "@/lib/server/events/publish";

const toEpoch = (at: number) => performance.timeOrigin + at;

export interface Commits {
  /** The images of a thread's second turn, and when their commits were announced. */
  imagesOf(threadId: string, count: number): Promise<{ id: string; at: number }[]>;
  end(): Promise<void>;
}

/** Watches the commits of images. PostgreSQL delivers a notification right after the commit that contains it. */
export async function watchCommits(databaseUrl: string): Promise<Commits> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const seen = new Map<string, number>();
  let onSeen: () => void = () => undefined;
  let reading = Promise.resolve();
  const read = async (at: number) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM "Image" WHERE "generationId" IS NOT NULL`,
    );
    for (const { id } of rows) if (!seen.has(id)) seen.set(id, at);
    onSeen();
  };
  client.on("notification", () => {
    const at = toEpoch(performance.now());
    reading = reading.then(() => read(at));
  });
  await client.query(`LISTEN ${EVENTS_CHANNEL}`);
  return {
    imagesOf: (threadId, count) =>
      new Promise((resolve) => {
        onSeen = () => {
          void findRefined(threadId).then((ids) => {
            const found = ids.flatMap((id) => {
              const at = seen.get(id);
              return at === undefined ? [] : [{ id, at }];
            });
            if (found.length === count) resolve(found);
          });
        };
        onSeen();
      }),
    async end() {
      await reading;
      await client.end();
    },
  };
}

/** The images of a thread without those of its first turn. */
async function findRefined(threadId: string): Promise<string[]> {
  const rows = await db.image.findMany({
    where: { threadId, generation: { turn: { parentTurnId: { not: null } } } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
