import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { explain, Failure } from "./failure";
import { inRoot } from "./root";
import { run } from "./run";
import { hashSources } from "./sources";

const stamp = inRoot("lib/server/generated/stamp");

/**
 * Generates Prisma's client if the schema or Prisma's version changed. Returns whether it did.
 *
 * Prisma looks up its schema engine, and downloads it, even though generating the client needs none. Naming any program
 * as the engine avoids the download.
 */
export async function generateClient(signal?: AbortSignal): Promise<boolean> {
  const hash = await hashSources(["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return false;
  await rm(stamp, { force: true });
  const { code, output } = await run("node_modules/prisma/build/index.js", ["generate"], {
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
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, hash);
  return true;
}
