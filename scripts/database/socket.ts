import { createHash } from "node:crypto";
import { chown, lstat, mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Failure } from "../setup/failure";
import type { Account } from "./account";

/** PostgreSQL names its socket after its port; there is one server per folder, so the port is only a name. */
export const socketName = ".s.PGSQL.5432";

/** Including the closing zero, a socket path has 108 bytes on Linux, 104 on macOS and the BSDs. */
const longestSocketPath = process.platform === "linux" ? 107 : 103;

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, socketName)) <= longestSocketPath;
}

/**
 * The folder for the server's socket: the data folder itself or, if that path is too long for a socket, a private
 * folder below the temporary folder, named after the data folder.
 */
export async function socketFolder(dataFolder: string, account?: Account): Promise<string> {
  if (fits(dataFolder)) return dataFolder;
  const key = createHash("sha256").update(dataFolder).digest("hex").slice(0, 16);
  const base = [os.tmpdir(), "/tmp"].find((candidate) => fits(path.join(candidate, `pgs-${key}`)));
  if (base === undefined) {
    throw new Failure(
      `The path ${dataFolder} is too long for a socket. Set DATA_DIR to a shorter one.`,
    );
  }
  const folder = path.join(base, `pgs-${key}`);
  const owner = account?.uid ?? process.getuid?.();
  await mkdir(folder, { mode: 0o700 }).then(
    () => (account ? chown(folder, account.uid, account.gid) : undefined),
    () => undefined,
  );
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Failure(
      `${folder} belongs to another account. Remove it, or set DATA_DIR to a shorter path.`,
    );
  }
  return folder;
}
