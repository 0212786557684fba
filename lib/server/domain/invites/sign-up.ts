import "server-only";
import type { z } from "zod";
import type { inviteSignUpBody } from "@/lib/contracts/account";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import { inTransaction } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { enter, type Visitor } from "@/lib/server/domain/accounts/enter";
import { brandId } from "@/lib/server/domain/brand";
import { joinByInvite } from "@/lib/server/domain/invites/accept";
import { readInviteToken } from "@/lib/server/domain/invites/token";
import { findInvite } from "@/lib/server/domain/invites/find-invite";
import { AppError } from "@/lib/server/errors";

/**
 * Creates account, membership and session in one transaction, whatever the sign-up policy. A bound invite requires its
 * own address, which counts as verified if the token came by mail. Throws `invite_void`, `wrong_invitee`,
 * `weak_password`, `email_taken`, `too_many_attempts`.
 */
export async function signUpByInvite(
  body: z.output<typeof inviteSignUpBody>,
  visitor: Visitor,
): Promise<{ session: SessionToken; workspaceId: WorkspaceId }> {
  const { peer } = visitor;
  await countAttempts([{ limit: "invite address", key: addressKey(peer.address) }]);
  const invite = await findInvite(body.token);
  // Refused rather than replaced by the invite's address: the user would not know which address to sign in with.
  if (invite.email !== null && invite.email !== normaliseEmail(body.email)) {
    throw new AppError("wrong_invitee", { field: "email" });
  }
  const person = { name: body.name, email: body.email };
  const passwordHash = await preparePassword(person, body.password);
  const isEmailVerified = invite.email !== null && readInviteToken(body.token).isFromMail;
  return inTransaction(async (tx) => {
    const account = await createAccount(
      tx,
      { ...person, passwordHash, isEmailVerified, way: "invite" },
      { address: peer.address },
    );
    const guest = { ...account, userId: brandId<UserId>(account.id), address: peer.address };
    const workspaceId = await joinByInvite(tx, guest, body.token);
    const session = await enter(tx, { ...account, suspendedAt: null }, visitor, "invite");
    return { session, workspaceId };
  });
}
