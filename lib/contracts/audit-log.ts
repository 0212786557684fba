import { z } from "zod";
import { AUDIT_ACTS } from "@/lib/contracts/audit";
import { workspaceId } from "@/lib/contracts/ids";
import { dayOrInstant } from "@/lib/contracts/moments";

const instant = z.iso.datetime();
const words = z.string().trim().max(200).optional();

const auditFilter = {
  act: z.enum(AUDIT_ACTS).optional(),
  /** A part of the name of whoever did it, or the whole id. */
  actor: words,
  /** A part of the name of what it was done to, or the whole id. */
  target: words,
  /** Done at this instant or later. */
  from: dayOrInstant.optional(),
  /** Done before this instant; of a day, the whole day is included. */
  to: dayOrInstant.optional(),
};
/** What both the list and its CSV can be asked for. */
export const auditFilterQuery = z.strictObject(auditFilter);
export const auditListQuery = z.strictObject({
  ...auditFilter,
  cursor: z.string().max(100).optional(),
});

/** One line of the log: who did what to which, from where. Names are as they were then. */
export const auditLine = z.object({
  id: z.uuid(),
  at: instant,
  /** One of AUDIT_ACTS; a line of another version may hold one that is not among them. */
  act: z.string(),
  /** Null: done at the command line of the machine. */
  actorId: z.string().nullable(),
  actorName: z.string(),
  targetKind: z.string(),
  targetId: z.string().nullable(),
  /** Empty where the name itself is private. */
  targetName: z.string(),
  /** What changed, such as `{ from: "member", to: "admin" }`. */
  details: z.record(z.string(), z.json()),
  /** The address that it came from, where it came by one. */
  address: z.string().nullable(),
  /** Null: an act on the instance, or in a workspace that is no more. */
  workspace: z.object({ id: workspaceId, name: z.string() }).nullable(),
});
export type AuditLine = z.infer<typeof auditLine>;

export const auditList = z.object({
  /** Newest first. */
  lines: z.array(auditLine),
  nextCursor: z.string().nullable(),
});
export type AuditList = z.infer<typeof auditList>;
