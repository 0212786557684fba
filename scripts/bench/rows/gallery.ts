import { storeFiles } from "../../seed/files";
import { createTeam, NO_PASSWORD } from "../../seed/people";
import { seedHistory } from "../../seed/seed";
import type { Bench, Studio } from "../bench";
import type { Measurement, Row } from "../measurement";
import { measureActs } from "./gallery/acts";
import { measureBrowser } from "./gallery/browser";
import { measureLayout } from "./gallery/layout";
import { measureReads } from "./gallery/reads";

/** The gallery with a long history, against a short one in the same instance. */
export const gallery: Row = {
  name: "gallery",
  measure: (bench) => bench.withStudio({}, (studio) => measure(bench, studio)),
};

/** Two teams of the instance owner, one history long and one short. */
export interface Walls {
  long: { workspaceId: string; images: number };
  short: { workspaceId: string; images: number };
}

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const files = await storeFiles(48);
  const seed = async (images: number) => {
    bench.say(`gallery: seeding ${images} pictures`);
    const team = await createTeam(NO_PASSWORD);
    await seedHistory({ team, files, images, now: new Date() });
    return { workspaceId: team.id, images };
  };
  const short = await seed(Math.max(100, Math.round(bench.images / 100)));
  const walls: Walls = { short, long: await seed(bench.images) };
  return [
    ...(await measureReads(bench, studio, walls)),
    ...measureLayout(bench),
    ...(await measureBrowser(bench, studio, walls)),
    ...(await measureActs(bench, studio, walls)),
  ];
}
