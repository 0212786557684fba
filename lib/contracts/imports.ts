import { z } from "zod";
import { importId } from "@/lib/contracts/ids";

/** The most that the files of an archive may unpack to. */
export const IMPORT_UNPACKED_MAX_BYTES = 8 * 1024 ** 3;
/** Unfinished imports of one person. */
export const IMPORTS_MAX = 20;

/**
 * `inspecting`: the dry run is under way. `ready`: its result is there; nothing was imported. `failed`: its person left
 * the workspace or may no longer upload, or the archive is gone.
 */
export const IMPORT_STATES = [
  "inspecting",
  "ready",
  "running",
  "done",
  "cancelled",
  "failed",
] as const;

/** Why an archive is refused as a whole (`archive_refused`). */
export const ARCHIVE_REFUSALS = [
  "not_zip",
  "damaged",
  "path",
  "link",
  "overlap",
  "encrypted",
  "entries",
  "size",
  "empty",
] as const;
export type ArchiveRefusal = (typeof ARCHIVE_REFUSALS)[number];

/** Why one file of an archive is left out. */
export const IMPORT_PROBLEMS = ["not_a_picture", "too_large", "damaged", "storage_full"] as const;
export type ImportProblem = (typeof IMPORT_PROBLEMS)[number];

export const importView = z.object({
  id: importId,
  name: z.string(),
  state: z.enum(IMPORT_STATES),
  /** It is a ZIP of this studio or another one, whose manifest gives names, tags and lineage. */
  hasManifest: z.boolean(),
  /** Files in the archive. */
  total: z.int(),
  /** Files that the phase under way has dealt with: the dry run, or the import. */
  done: z.int(),
  /** In the dry run: would be imported. Then: still to be imported. */
  new: z.int(),
  newBytes: z.number(),
  /** The caller has these bytes already, or they are in the archive twice. */
  duplicates: z.int(),
  imported: z.int(),
  /** Files that were left out, the first 100 of them by name. */
  refused: z.int(),
  problems: z.array(z.object({ path: z.string(), problem: z.enum(IMPORT_PROBLEMS) })),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportView = z.infer<typeof importView>;

export const importList = z.object({ imports: z.array(importView) });
export type ImportList = z.infer<typeof importList>;

/** What `Import.manifest` stores per file: the parts of a manifest that an import keeps. */
export const importedFacts = z.object({
  /** The image's id where the archive was made. */
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  parentId: z.string().nullable(),
  tags: z.array(z.string()),
  isFavourite: z.boolean(),
});
export type ImportedFacts = z.infer<typeof importedFacts>;
