import { spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { Failure } from "../setup/failure";

/** The account that PostgreSQL runs under. */
export interface Account {
  uid: number;
  gid: number;
}

function lookUp(name: string): Account | undefined {
  const readId = (flag: string) => {
    const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
    return status === 0 ? Number(stdout.trim()) : 0;
  };
  const uid = readId("-u");
  const gid = readId("-g");
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

/**
 * PostgreSQL refuses to run as root, so as root it gets an unprivileged account: the owner of existing data, else
 * `postgres`, else `nobody`. Undefined means that the current account works.
 */
export async function unprivilegedAccount(directory: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(directory).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = lookUp("postgres") ?? lookUp("nobody");
  if (!account) {
    throw new Failure(
      "PostgreSQL cannot run as root and there is no account `postgres` or `nobody`. Make one with `useradd --system postgres`, or set DATABASE_URL.",
    );
  }
  return account;
}
