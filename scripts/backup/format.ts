import { createHash } from "node:crypto";
import { z } from "zod";

// What is in a backup: a compressed tar whose entries come in this order.
//   backup.json                      the format, and the migrations that its database had
//   database/<table>/<number>.jsonl  rows of one snapshot
//   secret                           the data folder's secret file, if it has one
//   blobs/<sha256>                   every image that the snapshot names
//   spool/<name>                     stored answers without an image yet
//   manifest.json                    the checksums of all parts; a blob is named by its checksum

export const FORMAT = "pentimento-backup";

export const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  studio: z.string(),
  migrations: z.array(z.string()).min(1),
});
export type Header = z.infer<typeof headerSchema>;

const partSchema = z.strictObject({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  rows: z.number().optional(),
});
export type Part = z.infer<typeof partSchema>;

export const manifestSchema = z.strictObject({
  parts: z.array(partSchema),
  blobs: z.strictObject({
    count: z.number(),
    bytes: z.number(),
    /** Named by a row but missing on disk at backup time. */
    missing: z.array(z.string()),
    /** Included as found: the bytes do not match the name. */
    damaged: z.array(z.string()),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The kind of an entry, from its name. */
export type EntryKind =
  | { kind: "header" | "secret" | "manifest" }
  | { kind: "table"; table: string }
  | { kind: "blob"; sha256: string }
  | { kind: "spool"; file: string };

export function readEntryName(name: string): EntryKind | null {
  if (name === "backup.json") return { kind: "header" };
  if (name === "secret") return { kind: "secret" };
  if (name === "manifest.json") return { kind: "manifest" };
  const [, table] = /^database\/(\w+)\/\d+\.jsonl$/.exec(name) ?? [];
  if (table !== undefined) return { kind: "table", table };
  const [, sha256] = /^blobs\/([\da-f]{64})$/.exec(name) ?? [];
  if (sha256 !== undefined) return { kind: "blob", sha256 };
  const [, file] = /^spool\/([\w-][\w.-]*)$/.exec(name) ?? [];
  return file === undefined ? null : { kind: "spool", file };
}

export function tablePartName(table: string, number: number): string {
  return `database/${table}/${String(number).padStart(6, "0")}.jsonl`;
}

export function sumOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
