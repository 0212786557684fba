import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { turnKeyOf } from "@/lib/server/domain/compat-orders/place-order";
import {
  differingFields,
  fingerprintOf,
  type RequestPrint,
} from "@/lib/server/domain/compat-orders/request-print";
import { AppError } from "@/lib/server/errors";
import { IDEMPOTENCY_HEADER } from "@/lib/contracts/openai-compat";

export type RequestToClaim = {
  path: string;
  print: RequestPrint;
  /** The caller's `Idempotency-Key`; null if there is none. */
  key: string | null;
  /** The client's own retry count; 0 for a first try. */
  retryCount: number;
};

/** How long after its start or end a retry still finds a request. */
const FOUND_FOR = "10 minutes";
/** Requests without a key are deleted after this; those with one live as long as their token. */
const KEPT_FOR = "1 day";

/**
 * The idempotency key of the turn for a request. Claim it before reading the request's images, so that a retry which
 * arrives meanwhile gets the same key and `createTurn` makes one turn of both.
 * With an `Idempotency-Key` the turn's key derives from it. Without one, a retry (`retryCount` of 1 or more) joins a
 * request of the same token, path and body that is under way, or that began or ended in the last ten minutes. A first
 * try always gets a new key: sending the same prompt twice makes two images.
 * @throws AppError `invalid_idempotency`, with the differing fields, if a request differs from the first one with its
 * key
 */
export async function claimTurnKey(actor: Actor, request: RequestToClaim): Promise<string> {
  const tokenId = actor.token?.id;
  if (tokenId === undefined) throw new AppError("not_signed_in");
  if (request.key !== null) return claimByKey(actor, tokenId, request, request.key);
  const { print: fields, retryCount } = request;
  const fingerprint = fingerprintOf(request.path, fields);
  const claimNew = async (tx: Tx): Promise<string> => {
    const turnKey = randomUUID();
    await tx.apiRequest.create({
      data: { tokenId, turnKey, isKeyed: false, fingerprint, fields, retryCount },
    });
    return turnKey;
  };
  if (retryCount === 0) return claimNew(db);
  return inTransaction(async (tx) => {
    // Serialises concurrent retries: the second finds the first one's claim.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${tokenId}${fingerprint}`}, 0))`;
    return (await joinRequest(tx, actor, tokenId, fingerprint, retryCount)) ?? claimNew(tx);
  });
}

/** Deletes requests that retries can no longer join; returns how many. */
export async function pruneApiRequests(): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "ApiRequest"
    WHERE NOT "isKeyed" AND "createdAt" < now() - ${KEPT_FOR}::interval`;
}

async function claimByKey(
  actor: Actor,
  tokenId: string,
  { path, print: fields }: RequestToClaim,
  key: string,
): Promise<string> {
  const turnKey = turnKeyOf(actor, key);
  const fingerprint = fingerprintOf(path, fields);
  const first = await db.apiRequest.findUnique({ where: { turnKey } });
  // A refused request made no turn, so its key is free for a corrected one.
  if (first === null || !(await hasTurn(actor, turnKey))) {
    const claim = { fingerprint, fields };
    await db.apiRequest.upsert({
      where: { turnKey },
      create: { ...claim, tokenId, turnKey, isKeyed: true },
      update: claim,
    });
    return turnKey;
  }
  if (first.fingerprint === fingerprint) return turnKey;
  const names = differingFields(z.record(z.string(), z.string()).parse(first.fields), fields);
  const difference = names.length === 0 ? "the path" : names.join(", ");
  const hint = `what differs from the first request: ${difference}`;
  throw new AppError("invalid_idempotency", { field: IDEMPOTENCY_HEADER, details: { hint } });
}

async function hasTurn({ userId: createdById }: Actor, idempotencyKey: string): Promise<boolean> {
  const turn = await db.turn.findUnique({
    where: { createdById_idempotencyKey: { createdById, idempotencyKey } },
    select: { id: true },
  });
  return turn !== null;
}

const foundRows = z.array(
  z.object({
    id: z.uuid(),
    turnKey: z.string(),
    retryCount: z.int(),
    isUnbilledFailure: z.boolean(),
  }),
);

/**
 * The newest equal request that this retry has not joined yet, so that retries of several concurrent requests each find
 * their own. If all of its calls ended unbilled and without an image (`isUnbilledFailure`), the retry gets a new key and generates
 * again: that is what a retry after a 502 is for.
 */
async function joinRequest(
  tx: Tx,
  actor: Actor,
  tokenId: string,
  fingerprint: string,
  retryCount: number,
): Promise<string | null> {
  const found: unknown = await tx.$queryRaw`
    SELECT r.id, r."turnKey", r."retryCount", coalesce(g."isUnbilledFailure", false) AS "isUnbilledFailure"
    FROM "ApiRequest" r
    LEFT JOIN "Turn" t ON t."createdById" = ${actor.userId}::uuid AND t."idempotencyKey" = r."turnKey"
    LEFT JOIN LATERAL (
      SELECT bool_or(g."finishedAt" IS NULL AND g.state NOT IN ('unknown', 'cancelled')) AS "isUnderWay",
             max(g."finishedAt") AS "endedAt",
             bool_and(g.state IN ('failed', 'cancelled') AND g.billed = 'no'
               AND NOT EXISTS (SELECT FROM "Image" i WHERE i."generationId" = g.id)) AS "isUnbilledFailure"
      FROM "Generation" g WHERE g."turnId" = t.id AND g."supersededAt" IS NULL
    ) g ON true
    WHERE r."tokenId" = ${tokenId}::uuid AND NOT r."isKeyed" AND r.fingerprint = ${fingerprint}
      AND (greatest(r."createdAt", g."endedAt") > now() - ${FOUND_FOR}::interval OR g."isUnderWay")
    ORDER BY r."createdAt" DESC, r.id DESC LIMIT 100`;
  const rows = foundRows.parse(found);
  const own = rows.find((row) => row.retryCount < retryCount);
  const row = own ?? rows[0];
  if (row === undefined) return null;
  if (own === undefined) return row.turnKey;
  const turnKey = own.isUnbilledFailure ? randomUUID() : own.turnKey;
  await tx.apiRequest.update({ where: { id: own.id }, data: { retryCount, turnKey } });
  return turnKey;
}
