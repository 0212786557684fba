import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { withStudio } from "../cli/studio";
import { step } from "../launch/steps.mjs";
import { exitWith, Failure } from "../setup/failure";

// `npm run seed -- --images N`: adds a team with a history of N pictures to the instance's database, for development
// and measurements. It changes nothing that is there.

const imagesMost = 2_000_000;
const filesMost = 100_000;

function readCount(name: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new Failure(`--${name} is a number from 1 to ${most}.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      images: { type: "string" },
      /** Different files; pictures share them. */
      files: { type: "string", default: "48" },
      years: { type: "string", default: "3" },
    },
  });
  if (values.images === undefined)
    throw new Failure("Say how many: npm run seed -- --images 10000");
  const images = readCount("images", values.images, imagesMost);
  const fileCount = readCount("files", values.files, filesMost);
  const years = readCount("years", values.years, 50);
  await withStudio(async () => {
    const { hashPassword } = await import("@/lib/server/auth/passwords");
    const { storeFiles } = await import("./files");
    const { createTeam } = await import("./people");
    const { seedHistory } = await import("./seed");
    const password = randomUUID();
    const passwordHash = await hashPassword(password);
    const files = await step("Store files", () => storeFiles(fileCount));
    const team = await createTeam(passwordHash);
    await step(
      "Write the history",
      (say) =>
        seedHistory({
          ...{ team, files, images, years, now: new Date() },
          say: (made) => say(`${made} of ${images} pictures`),
        }),
      (made) => `${made.images} pictures`,
    );
    console.log(`\nThe new people, all with the password ${password}:\n${team.emails.join("\n")}`);
  });
}

await main().catch(exitWith);
