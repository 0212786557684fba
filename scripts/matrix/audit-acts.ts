import type { AuditAct } from "@/lib/contracts/audit";
import type { OperationName, routes } from "@/lib/contracts/routes";

/** An operation that may change something. */
export type MutatingOperation = {
  [Name in OperationName]: (typeof routes)[Name][0] extends "GET" ? never : Name;
}[OperationName];

/** What an operation records in the audit log, or why it records nothing. */
export type AuditExpectation =
  | { act: AuditAct; provenIn: "here" }
  /** The row's call is refused here, so another integration test, below lib/server, checks the entry. */
  | { act: AuditAct; provenIn: string }
  | { act: null; because: string };

const notes = (act: AuditAct, provenIn = "here"): AuditExpectation => ({ act, provenIn });
const nothing = (because: string): AuditExpectation => ({ act: null, because });

const MAIL_REQUEST = "only requests a mail; using its link is recorded";
const PROFILE_DISPLAY = "only display; neither identity nor permissions";
const WORK = "work in a thread: the turns and the ledger of attempts are its record";
const PERSONAL = "a mark that only its person sees";
const ORDER = "arranges images; neither who sees them nor what they are";
const REVIEW = "talk with visitors of a link: the comments are its record";
const NO_CHANGE = "changes nothing";

/** A new operation without an entry here does not compile. */
export const auditActs: Record<MutatingOperation, AuditExpectation> = {
  "setup.create": notes("account.created", "domain/accounts/accounts.mock"),
  "entry.requestLink": nothing(MAIL_REQUEST),
  "entry.requestReset": nothing(MAIL_REQUEST),
  "entry.requestSignUp": nothing(MAIL_REQUEST),
  "entry.finishSignUp": notes("account.created", "domain/accounts/sign-up.mock"),
  "entry.signUp": notes("account.created", "domain/accounts/sign-up.mock"),
  "entry.resetPassword": notes("account.password_changed", "domain/accounts/links.mock"),
  "account.signOut": notes("account.signed_out"),
  "account.changePassword": notes("account.password_changed"),
  "account.update": notes("account.renamed"),
  "account.setNotices": nothing("which notices its person gets"),
  "account.setAvatar": nothing(PROFILE_DISPLAY),
  "account.removeAvatar": nothing(PROFILE_DISPLAY),
  "account.changeEmail": notes("account.email_changed"),
  "account.confirmEmail": notes("account.email_changed", "domain/profile/profile.mock"),
  "account.endSession": notes("account.sessions_ended"),
  "account.endSessions": notes("account.sessions_ended", "domain/sessions/sessions"),
  "account.remove": notes("account.deleted", "domain/deletion/deletion"),
  "workspaces.create": notes("workspace.created"),
  "workspaces.update": notes("workspace.changed"),
  "workspaces.remove": notes("workspace.deleted", "domain/workspaces/workspaces"),
  "workspaces.leave": notes("member.removed", "domain/members/members"),
  "workspaces.handOver": notes("workspace.handed_over"),
  "members.changeRole": notes("member.role_changed"),
  "members.remove": notes("member.removed"),
  "invites.create": notes("invite.created"),
  "invites.revoke": notes("invite.revoked"),
  "invites.look": nothing(NO_CHANGE),
  "invites.accept": notes("invite.used", "domain/invites/invites"),
  "invites.signUp": notes("account.created", "domain/invites/invites"),
  "instance.createPerson": notes("account.created"),
  "instance.changePerson": notes("account.suspended", "domain/instance/suspend"),
  "instance.resetLink": notes("account.reset_link_made"),
  "instance.cancelJob": notes("job.cancelled", "domain/instance/jobs"),
  "instance.retryJob": notes("job.retried", "domain/instance/jobs"),
  "threads.update": notes("thread.visibility_changed", "domain/threads/sharing"),
  "threads.remove": notes("thread.deleted"),
  "threads.restore": notes("thread.restored"),
  "threads.presence": nothing(NO_CHANGE),
  "turns.create": nothing(WORK),
  "turns.preview": nothing(NO_CHANGE),
  "generations.cancel": nothing(WORK),
  "generations.retry": nothing(WORK),
  "generations.keep": nothing(WORK),
  "generations.lookAgain": notes("upstream.place_kept", "domain/generations/look-again"),
  "images.upload": nothing(WORK),
  "images.fetch": nothing(WORK),
  "images.crop": nothing(WORK),
  "images.favourite": nothing(PERSONAL),
  "images.unfavourite": nothing(PERSONAL),
  "images.tag": nothing(WORK),
  "collections.create": nothing(ORDER),
  "collections.update": nothing(ORDER),
  "collections.remove": nothing(ORDER),
  "collections.add": nothing(ORDER),
  "collections.takeOut": nothing(ORDER),
  "collections.move": nothing(ORDER),
  "downloads.create": nothing(NO_CHANGE),
  "imports.create": nothing(WORK),
  "imports.start": nothing(WORK),
  "imports.cancel": nothing(WORK),
  "bulk.create": notes("picture.trashed", "domain/bulk/bulk"),
  "bulk.undo": notes("picture.restored", "domain/bulk/bulk"),
  "images.trash": notes("picture.trashed"),
  "images.restore": notes("picture.restored", "domain/trash/trash"),
  "images.purge": notes("picture.purged", "domain/trash/trash"),
  "shares.create": notes("share.created"),
  "shares.update": notes("share.changed"),
  "shares.revoke": notes("share.revoked"),
  "shares.revokeAll": notes("share.revoked", "domain/shares/shares"),
  "shares.snapshot": notes("share.changed"),
  "shares.address": notes("share.changed"),
  "shares.comment": nothing(REVIEW),
  "shares.moderateComment": nothing(REVIEW),
  "shares.removeComment": nothing(REVIEW),
  "shares.collectPicks": nothing(ORDER),
  "notices.read": nothing(PERSONAL),
  "shares.setPolicy": notes("share.policy_changed"),
  "tokens.create": notes("token.created"),
  "tokens.revoke": notes("token.revoked"),
  "keys.set": notes("key.set"),
  "keys.remove": notes("key.removed", "domain/keys/keys"),
  "keys.check": nothing("asks the upstream; an image that it pays for is a turn"),
  "budgets.setWorkspace": notes("budget.changed"),
  "budgets.setMember": notes("member.budget_changed"),
  "upstream.check": notes("upstream.checked"),
  "upstream.save": notes("upstream.findings_saved", "domain/upstream/run-check"),
  "upstream.forget": notes("upstream.findings_forgotten"),
};
