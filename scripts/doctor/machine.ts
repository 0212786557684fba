import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { WORST_CALL_BYTES } from "@/lib/server/domain/disk/call-room";
import { DATABASE_ROOM_BYTES } from "@/lib/server/domain/disk/free-room";
import type { Settings } from "@/lib/server/env";
import { type Finding, inMegabytes, ok, warn, wrong } from "./finding";

const MEBIBYTE = 1024 * 1024;
/** Below the first, some calls find no room (domain/disk); the second is enough for a day's work. */
const LEAST_ROOM = DATABASE_ROOM_BYTES + WORST_CALL_BYTES;
const LITTLE_ROOM = 2048 * MEBIBYTE;

/** Checks Node, and what sharp can decode and encode. */
export function checkMachine(): Finding[] {
  const missing = (["jpeg", "png", "webp"] as const).filter((name) => {
    const { input, output } = sharp.format[name];
    return !input.buffer || !output.buffer;
  });
  return [
    // The launcher has already refused older versions.
    ok("node", `Node ${process.versions.node}`),
    missing.length === 0
      ? ok("sharp", `libvips ${sharp.versions.vips} reads and writes JPEG, PNG and WebP`)
      : wrong(
          "sharp",
          `libvips ${sharp.versions.vips} lacks ${missing.join(", ")}`,
          "Remove node_modules and start again, so that sharp's own build is installed.",
        ),
  ];
}

/** Checks the data folder (exists, writable, private, enough space) and its secret. */
export async function checkFolder(settings: Settings): Promise<Finding[]> {
  const { DATA_DIR } = settings;
  const found = await stat(DATA_DIR).catch(() => null);
  if (!found?.isDirectory()) {
    return [
      warn(
        "folder",
        `${DATA_DIR} does not exist`,
        "The first start creates it; if it should exist, correct DATA_DIR.",
      ),
    ];
  }
  const isOpen = await access(DATA_DIR, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const { bavail, bsize, blocks } = await statfs(DATA_DIR);
  return [
    isOpen
      ? ok("folder", `${DATA_DIR} can be read and written`)
      : wrong(
          "folder",
          `${DATA_DIR} cannot be read and written by this account`,
          `Change its owner with chown -R, or run as the account that owns it (uid ${found.uid}).`,
        ),
    roomFor(blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize),
    await checkSecret(settings),
  ];
}

function roomFor(free: number): Finding {
  const says = Number.isFinite(free)
    ? `${inMegabytes(free)} free`
    : "the disk does not report its free space";
  const remedy = "Free some space, or move DATA_DIR to a larger disk.";
  if (free < LEAST_ROOM) {
    return wrong("disk", `${says}: calls wait below ${inMegabytes(LEAST_ROOM)}`, remedy);
  }
  return free < LITTLE_ROOM ? warn("disk", says, remedy) : ok("disk", says);
}

async function checkSecret({ DATA_DIR, PENTIMENTO_SECRET }: Settings): Promise<Finding> {
  const file = path.join(DATA_DIR, "secret");
  const found = await stat(file).catch(() => null);
  if (found !== null && (found.mode & 0o077) !== 0) {
    return wrong(
      "secret",
      `${file} can be read by others (mode ${(found.mode & 0o777).toString(8)})`,
      `chmod 600 ${file}`,
    );
  }
  if (PENTIMENTO_SECRET) return ok("secret", "PENTIMENTO_SECRET is set");
  if (found !== null) return ok("secret", `${file} is private to its owner`);
  return warn(
    "secret",
    `${file} does not exist`,
    "The first start creates one. If there was one, restore it from a backup: without it sessions and sealed keys are lost.",
  );
}
