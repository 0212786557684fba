import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { explain, Failure } from "./failure";
import { inRoot } from "./root";
import { run } from "./run";
import { hashSources } from "./sources";

/** Prisma's command line. Its name keeps npm from counting it as the optional peer of `@prisma/client`. */
const prisma = "node_modules/prisma-cli/build/index.js";
const folder = "lib/server/generated";
const stamp = inRoot(folder, "stamp");

/** Identifies the generated files together with what they were generated from. */
function fingerprint(): Promise<string> {
  const sources = ["prisma/schema.prisma", "node_modules/@prisma/client/package.json"];
  return hashSources([...sources, `${folder}/prisma`]);
}

/** Runs `prisma generate`. It looks up a schema engine that it does not need, and would download it: any program will do. */
async function generate(signal?: AbortSignal): Promise<void> {
  await rm(stamp, { force: true });
  const { code, output } = await run(prisma, ["generate"], {
    signal,
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (code !== 0) {
    const reason = output.trim().split("\n").slice(-3).join(" ");
    throw new Failure(explain(new Error(output)) ?? `Prisma's client was not made: ${reason}`);
  }
  await writeFile(stamp, `${await fingerprint()}\n`);
}

/** Whether the committed database client was generated from this schema, by this version of Prisma. */
export async function isClientCurrent(): Promise<boolean> {
  const found = await readFile(stamp, "utf8").catch(() => "");
  return found.trim() === (await fingerprint());
}

/**
 * Generates the committed database client if it does not fit the schema or Prisma's version. Returns whether it did.
 *
 * @throws Failure if it must be generated and the development packages, which do it, are not installed
 */
export async function generateClient(signal?: AbortSignal): Promise<boolean> {
  if (await isClientCurrent()) return false;
  if (!existsSync(inRoot(prisma))) {
    throw new Failure(
      `The database client in ${folder} does not fit prisma/schema.prisma. Take both from the repository again, or run \`npm ci && npm run db:client\` after a change of the schema.`,
    );
  }
  await generate(signal);
  return true;
}
