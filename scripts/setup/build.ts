import { readFile, rm, writeFile } from "node:fs/promises";
import { compressStaticFiles } from "./compress";
import { explain, Failure } from "./failure";
import { inRoot } from "./root";
import { run } from "./run";
import { hashSources } from "./sources";

/** The build's inputs. A file that is not listed here does not trigger a rebuild. */
const sources = [
  ...["app", "components", "lib", "messages", "public", "types", "prisma/schema.prisma"],
  ...["instrumentation.ts", "instrumentation-client.ts", "proxy.ts", "mdx-components.tsx"],
  ...["next.config.ts", "postcss.config.mjs", "tailwind.config.ts", "tsconfig.json"],
  ...["package.json", "package-lock.json"],
];

const stamp = inRoot(".next/pentimento-build");

function isBuilt(file: string): boolean {
  return !/\.test\.tsx?$/.test(file) && !file.startsWith("lib/server/generated/");
}

/** The build needs no secrets, so it gets none. */
function buildEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production" };
  for (const name of ["UPSTREAM_API_KEY", "PENTIMENTO_SECRET", "DATABASE_URL"]) delete env[name];
  return { ...env, NEXT_TELEMETRY_DISABLED: "1" };
}

/**
 * Builds the app for production if its sources changed since the last build. Returns whether it built.
 *
 * @param say receives the current phase of the build
 */
export async function buildApp(
  say: (detail: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const hash = await hashSources(sources, isBuilt);
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return false;
  await rm(stamp, { force: true });
  const { code, output } = await run("node_modules/next/dist/bin/next", ["build"], {
    signal,
    env: buildEnv(),
    onLine: say,
  });
  if (code !== 0) {
    const known = explain(new Error(output));
    if (known === undefined) console.error(output);
    throw new Failure(known ?? "The build failed; its output is above.");
  }
  say("compressing static files");
  await compressStaticFiles();
  await writeFile(stamp, hash);
  return true;
}
