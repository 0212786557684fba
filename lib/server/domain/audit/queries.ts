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
import { type Cursor, formatCursor, parseCursor } from "@/lib/server/domain/cursor";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** Whose log is read: the current workspace's, or the whole instance's. */
export type AuditReach = "workspace" | "instance";

type Filter = z.output<typeof auditFilterQuery>;

const PAGE = 50;
const EXPORT_PAGE = 500;
const DAY_MS = 86_400_000;

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
  const after = cursor === undefined ? null : parseCursor(cursor);
  const { lines, next } = await readPage(authorizedScope(actor, reach), filter, after, PAGE);
  return { lines, nextCursor: next === null ? null : formatCursor(next) };
}

/**
 * The whole log page by page, for an export that holds one page in memory. Authorises at once, not with the first page.
 */
export function readWholeAudit(
  actor: Actor,
  reach: AuditReach,
  filter: Filter,
): AsyncGenerator<AuditLine[]> {
  return readPages(authorizedScope(actor, reach), filter);
}

async function* readPages(
  scope: Prisma.AuditEntryWhereInput,
  filter: Filter,
): AsyncGenerator<AuditLine[]> {
  let after: Cursor | null = null;
  do {
    const page: Page = await readPage(scope, filter, after, EXPORT_PAGE);
    yield page.lines;
    after = page.next;
  } while (after !== null);
}

function authorizedScope(actor: Actor, reach: AuditReach): Prisma.AuditEntryWhereInput {
  if (reach === "workspace") return { workspaceId: authorizeWorkspace(actor, "manage").id };
  authorizeInstance(actor);
  return {};
}

type Page = { lines: AuditLine[]; next: Cursor | null };

async function readPage(
  scope: Prisma.AuditEntryWhereInput,
  filter: Filter,
  after: Cursor | null,
  take: number,
): Promise<Page> {
  const rows = await db.auditEntry.findMany({
    where: {
      AND: [scope, ...filterConditions(filter), ...(after === null ? [] : [olderThan(after)])],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: take + 1,
    include: lineInclude,
  });
  const page = rows.slice(0, take);
  const last = page.at(-1);
  return {
    lines: page.map(toLine),
    next: rows.length > take && last !== undefined ? { at: last.createdAt, id: last.id } : null,
  };
}

function filterConditions({ act, actor, target, from, to }: Filter): Prisma.AuditEntryWhereInput[] {
  return [
    { act },
    {
      createdAt: {
        ...(from === undefined ? {} : { gte: new Date(from) }),
        ...(to === undefined ? {} : { lt: endOf(to) }),
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

/** A date ends when the next day begins; a timestamp is exact. */
function endOf(to: string): Date {
  const at = new Date(to);
  return to.includes("T") ? at : new Date(at.getTime() + DAY_MS);
}

function olderThan({ at, id }: Cursor): Prisma.AuditEntryWhereInput {
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
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
