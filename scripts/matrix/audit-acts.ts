import type { AuditAct } from "@/lib/contracts/audit";
import type { OperationName, routes } from "@/lib/contracts/routes";

/** An operation that may change something. */
export type Changing = {
  [Name in OperationName]: (typeof routes)[Name][0] extends "GET" ? never : Name;
}[OperationName];

/** What an operation leaves in the audit log, or why it leaves nothing. */
export type Noting =
  | { act: AuditAct; provenIn: "here" }
  /** The call of its row is turned away, so that another integration test, below lib/server, has to see the line. */
  | { act: AuditAct; provenIn: string }
  | { act: null; because: string };

const notes = (act: AuditAct, provenIn = "here"): Noting => ({ act, provenIn });
const nothing = (because: string): Noting => ({ act: null, because });

const ASKING = "asks for a mail; what its link does is noted";
const OWN_LOOKS = "how one looks to others, and nothing of who one is or may do";
const WORK = "work in a thread: the turns and the ledger of attempts are its record";
const NO_CHANGE = "changes nothing";

/** A new operation says here what it leaves behind, or does not compile. */
export const auditActs: Record<Changing, Noting> = {
  "setup.create": notes("account.created", "domain/accounts/accounts.mock"),
  "entry.requestLink": nothing(ASKING),
  "entry.requestReset": nothing(ASKING),
  "entry.requestSignUp": nothing(ASKING),
  "entry.finishSignUp": notes("account.created", "domain/accounts/sign-up.mock"),
  "entry.signUp": notes("account.created", "domain/accounts/sign-up.mock"),
  "entry.resetPassword": notes("account.password_changed", "domain/accounts/links.mock"),
  "account.signOut": notes("account.signed_out"),
  "account.changePassword": notes("account.password_changed"),
  "account.update": notes("account.renamed"),
  "account.setAvatar": nothing(OWN_LOOKS),
  "account.removeAvatar": nothing(OWN_LOOKS),
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
  "instance.changePerson": notes("account.suspended", "domain/instance/standing"),
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
  "generations.lookAgain": notes("upstream.place_kept", "jobs/look-again"),
  "images.upload": nothing(WORK),
  "images.fetch": nothing(WORK),
  "images.crop": nothing(WORK),
  "tokens.create": notes("token.created"),
  "tokens.revoke": notes("token.revoked"),
  "keys.set": notes("key.set"),
  "keys.remove": notes("key.removed", "domain/keys/keys"),
  "keys.check": nothing("asks the service; a picture that it pays for is a turn"),
  "budgets.setWorkspace": notes("budget.changed"),
  "budgets.setMember": notes("member.budget_changed"),
  "upstream.check": notes("upstream.checked"),
  "upstream.save": notes("upstream.findings_saved", "jobs/check-upstream"),
  "upstream.forget": notes("upstream.findings_forgotten"),
};
