import "server-only";
import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { hasOwner } from "@/lib/server/auth/owner";
import { readOrMakeSecretFile, readSecretFile } from "@/lib/server/auth/secret-file";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import type { Peer } from "@/lib/server/request/peer";

/** Without characters that are easily misread: I, L, O, U, 0 and 1. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const GROUPS = 2;
const GROUP_CHARS = 4;

/**
 * Prints the setup code on the terminal while there is no owner: with it, a person can become the owner from any
 * machine. Called at start; deletes the file once it is no longer needed.
 */
export async function announceSetupCode(
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<void> {
  if (await hasOwner()) return removeSetupCode();
  const code = readOrMakeSecretFile(file(), makeCode);
  print(`\n  First visit: from another machine, use this code:  ${code}\n\n`);
}

/** Deletes the code; safe if there is none. */
export function removeSetupCode(): void {
  rmSync(file(), { force: true });
}

/**
 * Accepts a client on this machine, or the right code (any case, hyphen optional). Throws `wrong_setup_code`, and
 * `too_many_attempts` once the limits per address and in total are used up.
 */
export async function checkSetupCode(peer: Peer, given: string | undefined): Promise<void> {
  if (peer.isDirectLoopback) return;
  if (!given) throw new AppError("wrong_setup_code", { field: "code" });
  await countAttempts([
    { limit: "setup address", key: addressKey(peer.address) },
    { limit: "setup anyone", key: "all" },
  ]);
  const code = readSecretFile(file());
  if (code === null || !isSame(code, given)) {
    throw new AppError("wrong_setup_code", { field: "code" });
  }
}

function isSame(code: string, given: string): boolean {
  return timingSafeEqual(digest(code), digest(given));
}

function digest(code: string): Buffer {
  const bare = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return createHash("sha256").update(bare).digest();
}

/** 30^8, about 39 bits, behind at most a hundred guesses an hour. */
function makeCode(): string {
  const group = () =>
    Array.from({ length: GROUP_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

function file(): string {
  return path.join(getEnv().DATA_DIR, "setup-code");
}
