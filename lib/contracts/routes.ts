import type { DerivativeWidth } from "@/lib/contracts/limits";

/** Method and path of every operation. Plain data, so that the browser carries no schemas. */
export const routes = {
  "setup.state": ["GET", "/api/setup"],
  "setup.create": ["POST", "/api/setup"],
  "entry.requestLink": ["POST", "/api/entry/link"],
  "entry.requestReset": ["POST", "/api/entry/forgotten"],
  "entry.requestSignUp": ["POST", "/api/entry/sign-up/link"],
  "entry.finishSignUp": ["POST", "/api/entry/sign-up/finish"],
  "entry.signUp": ["POST", "/api/entry/sign-up"],
  "entry.resetPassword": ["POST", "/api/entry/reset"],
  "audit.list": ["GET", "/api/audit"],
  "instance.audit": ["GET", "/api/instance/audit"],
  "instance.people": ["GET", "/api/instance/people"],
  "instance.createPerson": ["POST", "/api/instance/people"],
  "instance.changePerson": ["PATCH", "/api/instance/people/:userId"],
  "instance.workspaces": ["GET", "/api/instance/workspaces"],
  "instance.jobs": ["GET", "/api/instance/jobs"],
  "instance.cancelJob": ["POST", "/api/instance/jobs/:generationId/cancel"],
  "instance.retryJob": ["POST", "/api/instance/jobs/:generationId/retry"],
  "instance.storage": ["GET", "/api/instance/storage"],
  "instance.resetLink": ["POST", "/api/instance/people/:userId/reset-link"],
  "account.signOut": ["POST", "/api/account/sign-out"],
  "account.changePassword": ["POST", "/api/account/password"],
  "account.profile": ["GET", "/api/account/profile"],
  "account.update": ["PATCH", "/api/account/profile"],
  "account.setAvatar": ["POST", "/api/account/avatar"],
  "account.removeAvatar": ["DELETE", "/api/account/avatar"],
  "account.changeEmail": ["POST", "/api/account/email"],
  "account.confirmEmail": ["POST", "/api/account/email/confirm"],
  "account.sessions": ["GET", "/api/account/sessions"],
  "account.endSession": ["DELETE", "/api/account/sessions/:sessionId"],
  "account.endSessions": ["POST", "/api/account/sessions/end"],
  "account.deletionPlan": ["GET", "/api/account/deletion"],
  "account.remove": ["POST", "/api/account/deletion"],
  "workspaces.create": ["POST", "/api/workspaces"],
  "workspaces.update": ["PATCH", "/api/workspaces/:workspaceId"],
  "workspaces.remove": ["DELETE", "/api/workspaces/:workspaceId"],
  "workspaces.leave": ["POST", "/api/workspaces/:workspaceId/leave"],
  "workspaces.handOver": ["POST", "/api/workspaces/:workspaceId/owner"],
  "members.list": ["GET", "/api/workspaces/:workspaceId/members"],
  "members.changeRole": ["PATCH", "/api/workspaces/:workspaceId/members/:userId"],
  "members.remove": ["DELETE", "/api/workspaces/:workspaceId/members/:userId"],
  "invites.list": ["GET", "/api/workspaces/:workspaceId/invites"],
  "invites.create": ["POST", "/api/workspaces/:workspaceId/invites"],
  "invites.revoke": ["DELETE", "/api/workspaces/:workspaceId/invites/:inviteId"],
  "invites.look": ["POST", "/api/invites/look"],
  "invites.accept": ["POST", "/api/invites/accept"],
  "invites.signUp": ["POST", "/api/invites/sign-up"],
  "studio.state": ["GET", "/api/studio"],
  "threads.list": ["GET", "/api/threads"],
  "threads.page": ["GET", "/api/threads/:threadId"],
  "threads.tree": ["GET", "/api/threads/:threadId/tree"],
  "threads.update": ["PATCH", "/api/threads/:threadId"],
  "threads.remove": ["DELETE", "/api/threads/:threadId"],
  "threads.restore": ["POST", "/api/threads/:threadId/restore"],
  "threads.presence": ["POST", "/api/threads/:threadId/presence"],
  "turns.create": ["POST", "/api/turns"],
  "turns.preview": ["POST", "/api/turns/preview"],
  "turns.request": ["GET", "/api/turns/:turnId/request"],
  "generations.cancel": ["POST", "/api/generations/:generationId/cancel"],
  "generations.retry": ["POST", "/api/generations/:generationId/retry"],
  "generations.line": ["GET", "/api/line"],
  "generations.keep": ["POST", "/api/generations/:generationId/keep"],
  "generations.lookAgain": ["POST", "/api/generations/:generationId/look-again"],
  "generations.answer": ["GET", "/api/generations/:generationId/answer"],
  "generations.detail": ["GET", "/api/generations/:generationId"],
  "usage.spending": ["GET", "/api/usage"],
  "usage.attempts": ["GET", "/api/usage/attempts"],
  "images.upload": ["POST", "/api/images"],
  "images.fetch": ["POST", "/api/images/fetch"],
  "images.list": ["GET", "/api/images"],
  "images.detail": ["GET", "/api/images/:imageId"],
  "images.crop": ["POST", "/api/images/:imageId/crop"],
  "tokens.list": ["GET", "/api/tokens"],
  "tokens.create": ["POST", "/api/tokens"],
  "tokens.revoke": ["DELETE", "/api/tokens/:tokenId"],
  "keys.state": ["GET", "/api/keys"],
  "keys.set": ["POST", "/api/keys/:holder"],
  "keys.remove": ["DELETE", "/api/keys/:holder"],
  "keys.check": ["POST", "/api/keys/:holder/check"],
  "budgets.state": ["GET", "/api/budgets"],
  "budgets.setWorkspace": ["PATCH", "/api/budgets/workspace"],
  "budgets.setMember": ["PATCH", "/api/budgets/members/:userId"],
  "upstream.state": ["GET", "/api/upstream"],
  "upstream.check": ["POST", "/api/upstream/check"],
  "upstream.save": ["POST", "/api/upstream/findings"],
  "upstream.forget": ["DELETE", "/api/upstream/findings"],
} as const satisfies Record<
  string,
  readonly ["GET" | "POST" | "PATCH" | "DELETE", `/api/${string}`]
>;

export type OperationName = keyof typeof routes;

/** The bytes of a picture: `original`, or a WebP whose longer edge is at most so many pixels. */
export function imageBytesPath(imageId: string, variant: "original" | DerivativeWidth): string {
  return `/api/images/${imageId}/${variant}`;
}

/** What `usage.attempts` lists, as a CSV without pages; takes the same query but for the cursor. */
export const ATTEMPTS_CSV_PATH = "/api/usage/attempts.csv";

/** What `audit.list` and `instance.audit` list, as a CSV without pages; they take the same query but for the cursor. */
export const AUDIT_CSV_PATHS = {
  workspace: "/api/audit.csv",
  instance: "/api/instance/audit.csv",
} as const;

/** `usage.spending` as a CSV, by day, member, model and kind of key; takes the same query. */
export const SPENDING_CSV_PATH = "/api/usage/spending.csv";

/** All that is one's own, as a ZIP. */
export const ACCOUNT_EXPORT_PATH = "/api/account/export";

/** A person's picture, for those who share a workspace with them; an empty answer where there is none to see. */
export function avatarPath(userId: string): string {
  return `/api/avatars/${userId}`;
}

export const EVENTS_PATH = "/api/events";
