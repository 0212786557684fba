import { z } from "zod";
import { AUDIT_ACTS } from "@/lib/contracts/audit";
import { workspaceId } from "@/lib/contracts/ids";
import { dayOrInstant } from "@/lib/contracts/moments";

const instant = z.iso.datetime();
const words = z.string().trim().max(200).optional();

const auditFilter = {
  act: z.enum(AUDIT_ACTS).optional(),
  /** Part of the actor's name, or the id. */
  actor: words,
  /** Part of the target's name, or the id. */
  target: words,
  /** At this instant or later. */
  from: dayOrInstant.optional(),
  /** Before this instant; a day is included as a whole. */
  to: dayOrInstant.optional(),
};
/** Filter of the list and of its CSV. */
export const auditFilterQuery = z.strictObject(auditFilter);
export const auditListQuery = z.strictObject({
  ...auditFilter,
  cursor: z.string().max(100).optional(),
});

/** One entry: who did what to which target, from where. Names are as they were then. */
export const auditLine = z.object({
  id: z.uuid(),
  at: instant,
  /** One of AUDIT_ACTS, or an act of another version. */
  act: z.string(),
  /** Null: done on the command line. */
  actorId: z.string().nullable(),
  actorName: z.string(),
  targetKind: z.string(),
  targetId: z.string().nullable(),
  /** Empty where the name itself is private. */
  targetName: z.string(),
  /** Changes, such as `{ from: "member", to: "admin" }`. */
  details: z.record(z.string(), z.json()),
  /** Network address of the request, if any. */
  address: z.string().nullable(),
  /** Null: an act on the instance, or in a deleted workspace. */
  workspace: z.object({ id: workspaceId, name: z.string() }).nullable(),
});
export type AuditLine = z.infer<typeof auditLine>;

export const auditList = z.object({
  /** Newest first. */
  lines: z.array(auditLine),
  nextCursor: z.string().nullable(),
});
export type AuditList = z.infer<typeof auditList>;
