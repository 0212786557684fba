import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import type { ContinueBody, ContinueOffer, Continued } from "@/lib/contracts/share-continue";
import { authorizeWorkspace, type Permitted } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { countAttempts } from "@/lib/server/auth/throttle";
import type { Visitor } from "@/lib/server/auth/visitor";
import { parseSha256 } from "@/lib/server/blobs/store";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { bytesForCopy, type CopyBytes } from "@/lib/server/domain/shares/continue-bytes";
import { pathTo } from "@/lib/server/domain/shares/continue-path";
import {
  type Source,
  toContinued,
  writeContinued,
} from "@/lib/server/domain/shares/continue-thread";
import { loadShareData } from "@/lib/server/domain/shares/share-data";
import { AppError, isUniqueViolation } from "@/lib/server/errors";

/** `untitled`: the title of a thread where the share shows no words. */
type ContinueDeps = Deps & { untitled: string };

/** Where the visitor may continue. Throws `not_found` where the share does not allow it. */
export async function loadContinueOffer({ share, person }: Visitor): Promise<ContinueOffer> {
  if (!share.isContinueAllowed) throw new AppError("not_found");
  if (person === null) return { person: null };
  const ids = [...person.roles].flatMap(([id, role]) => (isPermitted(role, "write") ? id : []));
  const rows = await db.workspace.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, kind: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const workspaces = ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ id, name: row.name, isPersonal: row.kind === "personal" }];
  });
  const personalFirst = workspaces.toSorted((a, b) => Number(b.isPersonal) - Number(a.isPersonal));
  return { person: { name: person.name, workspaces: personalFirst } };
}

/**
 * Makes a new thread of the visitor's own from the path to an image, as the share shows it: what it hides does not go
 * along, costs and calls never do. Images get rows of their own; bytes without metadata are stored once. Repeats with the
 * same key return the same thread. Throws `not_found` where the share does not allow it, for an image that it does not
 * show and for a workspace that the visitor is not a member of; `not_signed_in`, `forbidden`, `invalid_idempotency`,
 * `too_many_attempts`, `BlobStoreFull`.
 */
export async function continueShare(
  visitor: Visitor,
  body: ContinueBody,
  { clock, untitled }: ContinueDeps,
): Promise<Continued> {
  const { share, person } = visitor;
  if (!share.isContinueAllowed) throw new AppError("not_found");
  if (person === null) throw new AppError("not_signed_in");
  const workspace = await authorizeTarget(person, body.workspaceId);
  const known = await findByKey(person, workspace, body.idempotencyKey);
  if (known !== null) return known;
  await countAttempts([{ limit: "share continue", key: person.userId }]);
  const data = await loadShareData(visitor);
  const shown = [...data.images, ...data.others].map(({ id }) => id);
  const sources = await readSources(visitor, shown);
  const references = await readReferences(visitor, sources);
  const path = pathTo(data, body.imageId, {
    isUpload: (id) => sources.get(id)?.isUpload ?? true,
    referencesOf: (id) => references.get(sources.get(id)?.turnId ?? "") ?? [],
  });
  if (path.length === 0) throw new AppError("not_found");
  const needed = new Set(
    path.flatMap(({ image, baseId, referenceIds }) => [
      image.id,
      ...(baseId === null ? [] : [baseId]),
      ...referenceIds,
    ]),
  );
  const bytes = new Map<ImageId, CopyBytes>();
  for (const id of needed) {
    const source = sources.get(id);
    if (source === undefined) throw new AppError("not_found");
    bytes.set(id, await bytesForCopy(source.picture));
  }
  const input = { data, path, sources, bytes, untitled, idempotencyKey: body.idempotencyKey };
  try {
    return await inTransaction((tx) => writeContinued(tx, person, workspace, input, clock.now()));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // A concurrent request with the same idempotency key committed first.
    const winner = await findByKey(person, workspace, body.idempotencyKey);
    if (winner === null) throw error;
    return winner;
  }
}

/** A workspace of the visitor's own memberships in which they may create threads. */
async function authorizeTarget(
  person: Actor,
  workspaceId: string | undefined,
): Promise<Permitted<"write">> {
  if (workspaceId !== undefined) return authorizeWorkspace(person, "write", workspaceId);
  const personal = await db.workspace.findFirst({
    where: { id: { in: [...person.roles.keys()] }, kind: "personal" },
    select: { id: true },
  });
  if (personal === null) throw new AppError("not_found");
  return authorizeWorkspace(person, "write", personal.id);
}

/** The thread of an earlier request with the same key. */
async function findByKey(
  person: Actor,
  workspace: Permitted<"write">,
  idempotencyKey: string,
): Promise<Continued | null> {
  const turn = await db.turn.findUnique({
    where: { createdById_idempotencyKey: { createdById: person.userId, idempotencyKey } },
    select: { threadId: true, workspaceId: true, credit: { select: { turnId: true } } },
  });
  if (turn === null) return null;
  if (turn.credit === null || turn.workspaceId !== workspace.id) {
    throw new AppError("invalid_idempotency", { field: "idempotencyKey" });
  }
  return toContinued(workspace, turn.threadId);
}

/** Facts of images that the share shows; ids are those of its view. */
async function readSources(
  { share }: Visitor,
  ids: readonly ImageId[],
): Promise<ReadonlyMap<ImageId, Source>> {
  const rows = await db.image.findMany({
    where: { id: { in: [...ids] }, workspaceId: share.workspaceId, deletedAt: null },
    select: {
      id: true,
      createdById: true,
      blob: true,
      generation: { select: { endpoint: true, turnId: true } },
    },
  });
  return new Map(
    rows.flatMap(({ id, blob, generation, createdById }) => {
      if (blob === null) return [];
      const { sha256, media, byteCount, width, height, thumbhash } = blob;
      const source: Source = {
        picture: { sha256: parseSha256(sha256), media, byteCount, width, height, thumbhash },
        isUpload: generation === null,
        isCrop: generation?.endpoint === "local",
        createdById,
        turnId: generation?.turnId ?? null,
      };
      return [[brandId<ImageId>(id), source] as const];
    }),
  );
}

/** The references of the turns that made these images, as far as the share shows them. */
async function readReferences(
  { share }: Visitor,
  sources: ReadonlyMap<ImageId, Source>,
): Promise<ReadonlyMap<string, ImageId[]>> {
  if (!share.showsReferences) return new Map();
  const turnIds = [...sources.values()].flatMap(({ turnId }) => turnId ?? []);
  const rows = await db.reference.findMany({
    where: {
      turnId: { in: turnIds },
      turn: { workspaceId: share.workspaceId },
      imageId: { in: [...sources.keys()] },
    },
    orderBy: { position: "asc" },
    select: { turnId: true, imageId: true },
  });
  const byTurn = new Map<string, ImageId[]>();
  for (const { turnId, imageId } of rows) {
    byTurn.set(turnId, [...(byTurn.get(turnId) ?? []), brandId<ImageId>(imageId)]);
  }
  return byTurn;
}
