import "server-only";
import { v7 as timeOrderedId } from "uuid";
import type { Actor } from "@/lib/server/auth/actor";
import {
  type ShareRow,
  sightOfCreator,
  standingInclude,
  standingOf,
} from "@/lib/server/auth/share-standing";
import { makeShareToken } from "@/lib/server/auth/share-tokens";
import {
  readSignedAddress,
  SIGNED_ADDRESS_TTL_S,
  type SignedAddress,
  type SignedVariant,
  signImageAddress,
} from "@/lib/server/auth/signed-address";
import { type KeptImage, visibleImages } from "@/lib/server/auth/access";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { readPolicyFor, refuseBlocked } from "@/lib/server/domain/shares/policy";
import { AppError } from "@/lib/server/errors";
import type { Shared } from "@/lib/server/domain/shares/shown";

const DAY_S = 86_400;

/** Signs a path for an image that the caller may see; null where the workspace's policy allows no such addresses. */
export type SignAddress = (imageId: string, variant: SignedVariant) => Promise<string | null>;

/** Signs addresses for one answer to a program. The token's share is made with the first one. */
export function addressSigner(actor: Actor, { clock }: Deps): SignAddress {
  let share: Promise<AddressShare | null> | null = null;
  return async (imageId, variant) => {
    share ??= inTransaction((tx) => findAddressShare(tx, actor, { clock })).catch(
      (error: unknown) => {
        if (error instanceof AppError && error.code === "share_not_allowed") return null;
        throw error;
      },
    );
    const found = await share;
    return found === null
      ? null
      : signImageAddress(found.id, imageId, variant, { clock, ttlS: ttlOf(found) });
  };
}

type AddressShare = { id: string; maxDays: number | null };

const ttlOf = ({ maxDays }: AddressShare, ttlS = SIGNED_ADDRESS_TTL_S) =>
  Math.min(ttlS, maxDays === null ? Infinity : maxDays * DAY_S);

/**
 * One address with a life of its own, in the transaction of the act. Throws `share_not_allowed`.
 * @param ttlS in seconds; shortened to what the policy allows
 */
export async function signAddress(
  tx: Tx,
  actor: Actor,
  { imageId, variant, ttlS }: { imageId: string; variant: SignedVariant; ttlS: number },
  { clock }: Deps,
): Promise<{ path: string; expiresAt: Date }> {
  const share = await findAddressShare(tx, actor, { clock });
  const life = ttlOf(share, ttlS);
  return {
    path: signImageAddress(share.id, imageId, variant, { clock, ttlS: life }),
    expiresAt: new Date(clock.now().getTime() + life * 1000),
  };
}

/** The share of all addresses that an access token hands out; made with its first one, and again after a revocation. */
async function findAddressShare(tx: Tx, actor: Actor, { clock }: Deps): Promise<AddressShare> {
  const { token, userId, workspaceId } = actor;
  if (token === null) throw new AppError("share_not_allowed");
  const policy = await readPolicyFor(tx, workspaceId, userId);
  refuseBlocked(policy, { audience: "anyone", hasPassword: false });
  const { maxDays } = policy;
  // Two requests at once make one share.
  await tx.$queryRaw`SELECT 1 AS locked FROM "AccessToken" WHERE id = ${token.id}::uuid FOR NO KEY UPDATE`;
  const where = { tokenId: token.id, workspaceId, kind: "addresses", revokedAt: null } as const;
  const known = await tx.share.findFirst({ where, select: { id: true } });
  if (known !== null) return { id: known.id, maxDays };
  const { id, columns } = makeShareToken(timeOrderedId(), workspaceId);
  const now = clock.now();
  const data = { id, workspaceId, createdById: userId, tokenId: token.id, ...columns };
  await tx.share.create({
    data: {
      ...data,
      kind: "addresses",
      downloads: "originals",
      showsPrompts: false,
      showsNames: false,
      termFrom: now,
      createdAt: now,
    },
  });
  await announceShares(tx, workspaceId);
  return { id, maxDays };
}

/**
 * The image of a signed address. Throws `not_found` if it is forged or expired, if its share was revoked, its token
 * ended, the policy does not allow it any more, or the image may no longer be seen by the token's person.
 */
export async function openSignedAddress(
  url: string,
  { clock }: Deps,
): Promise<{ address: SignedAddress; image: Shared<KeptImage> }> {
  const address = readSignedAddress(url, clock);
  if (address === null || address.isExpired) throw new AppError("not_found");
  const share = await db.share.findFirst({
    where: { id: address.shareId, kind: "addresses" },
    include: standingInclude,
  });
  if (share === null || !isOpen(share, address, clock.now())) throw new AppError("not_found");
  const image = await db.image.findFirst({
    where: {
      AND: [visibleImages(sightOfCreator(share)), { workspaceId: share.workspaceId }],
      id: address.imageId,
    },
  });
  if (image === null || image.sha256 === null) throw new AppError("not_found");
  return { address, image: { ...image, sha256: image.sha256 } as Shared<KeptImage> };
}

/** The workspace's longest life counts from when the address was handed out. */
function isOpen(share: ShareRow, { issuedAt }: SignedAddress, now: Date): boolean {
  const { shareDaysMax } = share.workspace;
  const isInTime =
    shareDaysMax === null || issuedAt.getTime() + shareDaysMax * DAY_S * 1000 > now.getTime();
  return isInTime && standingOf(share, now) === "active";
}
