import "server-only";
import { WORKSPACE_HEADER } from "@/lib/contracts/workspace-choice";
import { type Actor, actorOfRequest, type Sight } from "@/lib/server/auth/actor";
import {
  type ShareRow,
  sightOfCreator,
  standingInclude,
  standingOf,
} from "@/lib/server/auth/share-standing";
import { hashShareToken } from "@/lib/server/auth/share-tokens";
import { isUnlocked } from "@/lib/server/auth/share-unlock";
import type { Clock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import { peerOf } from "@/lib/server/request/read-peer";

declare const admitted: unique symbol;

/**
 * Who opens a share: a principal of its own, never an actor. Only this file creates one, so a function that takes a
 * `Visitor` cannot be called for a share that is revoked, expired, blocked or locked.
 */
export type Visitor = {
  share: ShareRow;
  /** The token of the address. */
  token: string;
  /** What its creator may see, which is the most that a visitor may see. */
  sight: Sight;
  /** The visitor's account; null for guests. */
  person: Actor | null;
  /** The visitor's IP address. */
  address: string;
  readonly [admitted]: true;
};

type Options = { clock: Clock };

/**
 * Admits the sender of a request to the share of a token. Unknown, revoked, expired and blocked ones all throw
 * `not_found` after the same query; so do shares for members, for people who are not. Throws `not_signed_in` where an
 * account is needed, and `password_needed`.
 */
export async function admitVisitor(
  token: string,
  headers: Headers,
  { clock }: Options,
): Promise<Visitor> {
  const { share, person } = await findShare(token, headers, { clock });
  if (share.passwordHash !== null && !isUnlocked(headers, share, clock)) {
    throw new AppError("password_needed");
  }
  return {
    share,
    token,
    sight: sightOfCreator(share),
    person,
    address: peerOf(headers).address,
  } as Visitor;
}

/** The same without the password, to enter it. */
export async function findShare(
  token: string,
  headers: Headers,
  { clock }: Options,
): Promise<{ share: ShareRow; person: Actor | null }> {
  const now = clock.now();
  // Those that have ended are left out here, so that they take as long as unknown ones, whatever their snapshot holds.
  const share = await db.share.findUnique({
    where: {
      tokenHash: hashShareToken(token),
      kind: { not: "addresses" },
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    include: standingInclude,
  });
  const isOpen = share !== null && standingOf(share, now) === "active";
  if (!isOpen) throw new AppError("not_found");
  const person = await personOf(headers);
  if (share.audience !== "anyone") {
    if (person === null) throw new AppError("not_signed_in");
    const isMember = [...person.roles.keys()].some((id) => id === share.workspaceId);
    if (share.audience === "members" && !isMember) throw new AppError("not_found");
  }
  return { share, person };
}

/** The person of a browser's session. Access tokens are for programs. */
async function personOf(headers: Headers): Promise<Actor | null> {
  if (!headers.has("cookie")) return null;
  const cookies = new Headers(headers);
  for (const name of ["authorization", WORKSPACE_HEADER]) cookies.delete(name);
  return actorOfRequest(new Request("http://share.invalid/", { headers: cookies }));
}
