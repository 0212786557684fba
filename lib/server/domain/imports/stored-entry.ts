import "server-only";
import { z } from "zod";
import { importedFacts, type ImportedFacts } from "@/lib/contracts/imports";
import type { ZipFileEntry } from "@/lib/server/domain/imports/zip-directory";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const zipFileEntry = z.object({
  path: z.string(),
  method: z.int(),
  crc32: z.int(),
  packedBytes: z.int(),
  byteCount: z.int(),
  offset: z.int(),
});

/** Parses a stored entry. */
export function entryOf(stored: Prisma.JsonValue): ZipFileEntry {
  return zipFileEntry.parse(stored);
}

/** Parses stored facts; null without a manifest. */
export function factsOf(stored: Prisma.JsonValue): ImportedFacts | null {
  return stored === null ? null : importedFacts.parse(stored);
}
