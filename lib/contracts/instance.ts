import { z } from "zod";
import { GENERATION_STATES } from "@/lib/contracts/generations";
import { generationId, userId, workspaceId } from "@/lib/contracts/ids";
import { JOB_GROUPS } from "@/lib/contracts/job-groups";
import { ROLES } from "@/lib/contracts/permissions";

const instant = z.iso.datetime();
const cursor = z.string().max(100).optional();
const words = z.string().trim().max(200).optional();

/** What whoever runs the studio sees of the people in it. */
export const person = z.object({
  id: userId,
  name: z.string(),
  email: z.string(),
  isInstanceOwner: z.boolean(),
  /** Null: may sign in. */
  suspendedAt: instant.nullable(),
  createdAt: instant,
  /** The last request by a session or a token, to within some minutes; null before the first. */
  lastUsedAt: instant.nullable(),
  workspaces: z.array(
    z.object({
      id: workspaceId,
      name: z.string(),
      kind: z.enum(["personal", "team"]),
      role: z.enum(ROLES),
    }),
  ),
});
export type Person = z.infer<typeof person>;

export const peopleQuery = z.strictObject({
  /** A part of the name or the e-mail. */
  query: words,
  state: z.enum(["active", "suspended"]).optional(),
  cursor,
});
/** Who came last stands first. */
export const peopleList = z.object({ people: z.array(person), nextCursor: z.string().nullable() });

export const personChangeBody = z
  .strictObject({ isSuspended: z.boolean().optional(), isInstanceOwner: z.boolean().optional() })
  .refine((change) => Object.keys(change).length === 1);
export type PersonChange = z.infer<typeof personChangeBody>;

export const personCreateBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
});
/** The link with which the new person chooses a password: shown once, kept nowhere. */
export const personCreated = z.object({
  person,
  link: z.object({ path: z.string(), expiresAt: instant }),
});

export const workspaceReport = z.object({
  id: workspaceId,
  name: z.string(),
  kind: z.enum(["personal", "team"]),
  createdAt: instant,
  members: z.int(),
  /** Deleted ones are not among them. */
  threads: z.int(),
  /** Of each file that its pictures need, counted once. Workspaces may share files, so the sum of all is not the disk's. */
  storedBytes: z.int(),
  /** Settled since the first of the month (UTC); the sandbox never counts. */
  spentThisMonthMicroUsd: z.int(),
  spentMicroUsd: z.int(),
  lastActivityAt: instant.nullable(),
});
export type WorkspaceReport = z.infer<typeof workspaceReport>;

export const workspaceReportQuery = z.strictObject({ query: words, cursor });
/** The newest first. */
export const workspaceReportList = z.object({
  workspaces: z.array(workspaceReport),
  nextCursor: z.string().nullable(),
});

export const job = z.object({
  id: generationId,
  state: z.enum(GENERATION_STATES),
  model: z.string(),
  isSandbox: z.boolean(),
  workspace: z.object({ id: workspaceId, name: z.string() }),
  maker: z.object({ id: userId, name: z.string() }),
  /** Null where the thread is not the reader's to see. */
  promptStart: z.string().nullable(),
  /** How often it was put upstream. */
  attempts: z.int(),
  queuedAt: instant,
  sentAt: instant.nullable(),
  /** When an unbilled, retryable answer will be tried again by itself. */
  retryAt: instant.nullable(),
  endedAt: instant.nullable(),
  failureCode: z.string().nullable(),
  billed: z.enum(["no", "yes", "unknown"]).nullable(),
});
export type Job = z.infer<typeof job>;

export const jobListQuery = z.strictObject({ group: z.enum(JOB_GROUPS), cursor });
export const jobList = z.object({
  /** Under way and waiting: the oldest first. The others: the newest first. */
  jobs: z.array(job),
  nextCursor: z.string().nullable(),
  /** Of each group. `failed` goes back FAILED_HOURS. */
  counts: z.record(z.enum(JOB_GROUPS), z.int()),
  /** How many calls may be under way at each upstream now (null: none was made yet), and how many are. */
  lines: z.array(
    z.object({ isSandbox: z.boolean(), places: z.int().nullable(), underWay: z.int() }),
  ),
});
export type JobList = z.infer<typeof jobList>;

export const storageReport = z.object({
  /** Where it is on the machine. */
  folder: z.string(),
  blobs: z.object({ count: z.int(), bytes: z.int() }),
  /** Everything in the folder, as its files say; null while it takes too long to look. */
  folderBytes: z.int().nullable(),
  /** Raw answers that are kept until they are read, or for having held no picture. */
  spool: z.object({ count: z.int(), bytes: z.int() }),
  database: z.object({ bytes: z.int(), version: z.string() }),
  /** Null where the file system does not say. */
  disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
  mode: z.enum(["sandbox", "upstream"]),
  versions: z.object({ app: z.string(), node: z.string(), migration: z.string().nullable() }),
});
export type StorageReport = z.infer<typeof storageReport>;
