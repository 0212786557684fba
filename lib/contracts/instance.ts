import { z } from "zod";
import { GENERATION_STATES } from "@/lib/contracts/generations";
import { generationId, userId, workspaceId } from "@/lib/contracts/ids";
import { JOB_GROUPS } from "@/lib/contracts/job-groups";
import { ROLES } from "@/lib/contracts/permissions";

const instant = z.iso.datetime();
const cursor = z.string().max(100).optional();
const words = z.string().trim().max(200).optional();

/** An account as instance owners see it. */
export const person = z.object({
  id: userId,
  name: z.string(),
  email: z.string(),
  isInstanceOwner: z.boolean(),
  /** Null: may sign in. */
  suspendedAt: instant.nullable(),
  createdAt: instant,
  /** Last request by session or token, accurate to some minutes; null before the first. */
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
  /** Part of the name or e-mail address. */
  query: words,
  state: z.enum(["active", "suspended"]).optional(),
  cursor,
});
/** Newest first. */
export const peopleList = z.object({ people: z.array(person), nextCursor: z.string().nullable() });

export const personChangeBody = z
  .strictObject({ isSuspended: z.boolean().optional(), isInstanceOwner: z.boolean().optional() })
  .refine((change) => Object.keys(change).length === 1);
export type PersonChange = z.infer<typeof personChangeBody>;

export const personCreateBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
});
/** The link with which the person chooses a password: shown once, not stored. */
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
  /** Without deleted threads. */
  threads: z.int(),
  /**
   * Bytes of the files that its images need, each file once. Workspaces may share files, so the sum exceeds the
   * disk's usage.
   */
  storedBytes: z.int(),
  /** Billed since the first of the month (UTC), without the sandbox. */
  spentThisMonthMicroUsd: z.int(),
  spentMicroUsd: z.int(),
  lastActivityAt: instant.nullable(),
});
export type WorkspaceReport = z.infer<typeof workspaceReport>;

export const workspaceReportQuery = z.strictObject({ query: words, cursor });
/** Newest first. */
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
  createdBy: z.object({ id: userId, name: z.string() }),
  /** Null where the reader may not see the thread. */
  promptStart: z.string().nullable(),
  /** Number of attempts. */
  attempts: z.int(),
  queuedAt: instant,
  sentAt: instant.nullable(),
  /** When an unbilled, retryable failure will be retried automatically. */
  retryAt: instant.nullable(),
  endedAt: instant.nullable(),
  failureCode: z.string().nullable(),
  billed: z.enum(["no", "yes", "unknown"]).nullable(),
  /** Its call, or its arrived answer, waits because the disk is nearly full. */
  isHeldBack: z.boolean(),
});
export type Job = z.infer<typeof job>;

export const jobListQuery = z.strictObject({ group: z.enum(JOB_GROUPS), cursor });
export const jobList = z.object({
  /** In progress and queued: oldest first. Others: newest first. */
  jobs: z.array(job),
  nextCursor: z.string().nullable(),
  /** Per group. `failed` covers the last FAILED_HOURS. */
  counts: z.record(z.enum(JOB_GROUPS), z.int()),
  /** Per upstream: calls in progress and the current limit (null before the first call). */
  lines: z.array(
    z.object({ isSandbox: z.boolean(), places: z.int().nullable(), underWay: z.int() }),
  ),
});
export type JobList = z.infer<typeof jobList>;

export const storageReport = z.object({
  /** Its path on the server. */
  folder: z.string(),
  blobs: z.object({ count: z.int(), bytes: z.int() }),
  /** Size of the folder; null while counting takes too long. */
  folderBytes: z.int().nullable(),
  /** Stored answers: not read yet, or without an image. */
  spool: z.object({ count: z.int(), bytes: z.int() }),
  database: z.object({ bytes: z.int(), version: z.string() }),
  /** Null if the file system does not report it. */
  disk: z
    .object({
      freeBytes: z.int(),
      totalBytes: z.int(),
      /** Part of the free space: excludes the database and the reservations of running calls. */
      unreservedBytes: z.int(),
      /** Whether there is room for one more call. */
      hasRoom: z.boolean(),
      /** Calls and arrived answers that wait for disk space. */
      heldBack: z.int(),
    })
    .nullable(),
  mode: z.enum(["sandbox", "upstream"]),
  versions: z.object({ app: z.string(), node: z.string(), migration: z.string().nullable() }),
});
export type StorageReport = z.infer<typeof storageReport>;
