import "server-only";
import type { z } from "zod";
import type {
  AuditLine,
  AuditList,
  auditFilterQuery,
  auditListQuery,
} from "@/lib/contracts/audit-log";
import { authorizeInstance, authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { endOfRange } from "@/lib/server/domain/lists/end-of-range";
import { type Page, readAllPages, readPage } from "@/lib/server/domain/lists/page";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** Whose log is read: the current workspace's, or the whole instance's. */
export type AuditReach = "workspace" | "instance";

type Filter = z.output<typeof auditFilterQuery>;

const PAGE = 50;
const EXPORT_PAGE = 500;

/**
 * The audit log, newest first, 50 entries a page.
 * @throws AppError `forbidden` for the workspace's log without `manage`, `not_found` for the instance's log unless the
 * actor owns the instance, `invalid_field` for a malformed cursor
 */
export async function listAudit(
  actor: Actor,
  reach: AuditReach,
  { cursor, ...filter }: z.output<typeof auditListQuery>,
): Promise<AuditList> {
  const page = await readLines(authorizedScope(actor, reach), filter, cursor, PAGE);
  return { lines: page.rows, nextCursor: page.nextCursor };
}

/**
 * The whole log page by page, for an export that holds one page in memory. Authorises at once, not with the first page.
 */
export function readWholeAudit(
  actor: Actor,
  reach: AuditReach,
  filter: Filter,
): AsyncGenerator<AuditLine[]> {
  const scope = authorizedScope(actor, reach);
  return readAllPages((cursor) => readLines(scope, filter, cursor, EXPORT_PAGE));
}

function authorizedScope(actor: Actor, reach: AuditReach): Prisma.AuditEntryWhereInput {
  if (reach === "workspace") return { workspaceId: authorizeWorkspace(actor, "manage").id };
  authorizeInstance(actor);
  return {};
}

async function readLines(
  scope: Prisma.AuditEntryWhereInput,
  filter: Filter,
  cursor: string | undefined,
  size: number,
): Promise<Page<AuditLine>> {
  const page = await readPage({ by: "createdAt", cursor, size }, ({ where, orderBy, take }) =>
    db.auditEntry.findMany({
      where: { AND: [scope, ...filterConditions(filter), where] },
      orderBy,
      take,
      include: lineInclude,
    }),
  );
  return { ...page, rows: page.rows.map(toLine) };
}

function filterConditions({ act, actor, target, from, to }: Filter): Prisma.AuditEntryWhereInput[] {
  return [
    { act },
    {
      createdAt: {
        ...(from === undefined ? {} : { gte: new Date(from) }),
        ...(to === undefined ? {} : { lt: endOfRange(to) }),
      },
    },
    ...(actor ? [{ OR: [nameContains("actorName", actor), ...withActorId(actor)] }] : []),
    ...(target
      ? [{ OR: [nameContains("targetName", target), { targetId: target.toLowerCase() }] }]
      : []),
  ];
}

function nameContains(
  column: "actorName" | "targetName",
  part: string,
): Prisma.AuditEntryWhereInput {
  return { [column]: { contains: part, mode: "insensitive" } };
}

/** PostgreSQL fails to compare a uuid with other text. */
function withActorId(text: string): Prisma.AuditEntryWhereInput[] {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? [{ actorId: text }] : [];
}

const lineInclude = {
  workspace: { select: { id: true, name: true } },
} satisfies Prisma.AuditEntryInclude;

type Row = Prisma.AuditEntryGetPayload<{ include: typeof lineInclude }>;

function toLine(row: Row): AuditLine {
  return {
    id: row.id,
    at: row.createdAt.toISOString(),
    act: row.act,
    actorId: row.actorId,
    actorName: row.actorName,
    targetKind: row.targetKind,
    targetId: row.targetId,
    targetName: row.targetName,
    details: detailsOf(row.details),
    address: row.address,
    workspace: row.workspace && { id: brandId(row.workspace.id), name: row.workspace.name },
  };
}

/** `recordAudit` accepts only objects, so the column holds nothing else. */
function detailsOf(details: Prisma.JsonValue): AuditLine["details"] {
  return details !== null && typeof details === "object" && !Array.isArray(details)
    ? (details as AuditLine["details"])
    : {};
}
