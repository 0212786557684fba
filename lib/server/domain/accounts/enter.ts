import "server-only";
import type { KnownPeople } from "@/lib/server/auth/known-device";
import type { Peer } from "@/lib/server/request/peer";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { openSession } from "@/lib/server/auth/sessions";
import type { Tx } from "@/lib/server/db";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { AppError } from "@/lib/server/errors";

/** The client that signs in: its network address and browser. */
export type Visitor = {
  peer: Peer;
  userAgent: string;
  /** The users who have signed in from this browser before. */
  known?: KnownPeople;
};

/** How a user proved their identity, as the audit log stores it. */
export type SignInMethod =
  | "first visit"
  | "password"
  | "link"
  | "reset"
  | "sign-up"
  | "invite"
  | ProviderId;
export type ProviderId = "github" | "google" | "oidc";

type Person = { id: string; name: string; sessionVersion: number; suspendedAt: Date | null };

/** The columns of a user that `enter` needs. */
export const personColumns = {
  id: true,
  name: true,
  email: true,
  sessionVersion: true,
  suspendedAt: true,
} as const;

/**
 * Opens a session for a user who has just proved their identity, and audits the sign-in. Every sign-in method ends
 * here, so that suspension is checked once.
 * @throws AppError `account_suspended`; this reveals nothing, because the caller has already proved that the account is
 * theirs
 */
export async function enter(
  tx: Tx,
  person: Person,
  visitor: Visitor,
  way: SignInMethod,
): Promise<SessionToken> {
  if (person.suspendedAt !== null) throw new AppError("account_suspended");
  const by: AuditBy = {
    userId: brandId(person.id),
    name: person.name,
    address: visitor.peer.address,
  };
  await recordAudit(tx, by, {
    workspaceId: null,
    act: "account.signed_in",
    target: { kind: "account", id: person.id, name: person.name },
    details: { way },
  });
  return openSession(person, visitor.userAgent, tx);
}
