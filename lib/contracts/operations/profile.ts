import { deletionBody, deletionPlan } from "@/lib/contracts/account-deletion";
import { bytes, done, nothing, type Operation } from "@/lib/contracts/operation";
import {
  avatarReply,
  emailChangeBody,
  emailChangeReply,
  emailConfirmBody,
  emailConfirmReply,
  profile,
  profileUpdateBody,
  sessionList,
  sessionParams,
  sessionsEndBody,
  sessionsEndReply,
} from "@/lib/contracts/profile";

const own = { access: "signed-in", scope: null, params: nothing, query: nothing } as const;

/** One's own account. None of it is for programs: a token must not be a way to the account itself. */
export const profileOperations = {
  "account.profile": { ...own, body: null, reply: profile, status: 200 },
  "account.update": { ...own, body: profileUpdateBody, reply: profile, status: 200 },
  "account.setAvatar": { ...own, body: bytes, reply: avatarReply, status: 200 },
  "account.removeAvatar": { ...own, body: null, reply: avatarReply, status: 200 },
  "account.changeEmail": { ...own, body: emailChangeBody, reply: emailChangeReply, status: 200 },
  /** The link says whose it is, and it may be opened in another browser than the one that asked for it. */
  "account.confirmEmail": {
    ...own,
    access: "anyone",
    body: emailConfirmBody,
    reply: emailConfirmReply,
    status: 200,
  },
  "account.sessions": { ...own, body: null, reply: sessionList, status: 200 },
  "account.endSession": { ...own, params: sessionParams, body: null, reply: done, status: 200 },
  "account.endSessions": { ...own, body: sessionsEndBody, reply: sessionsEndReply, status: 200 },
  "account.deletionPlan": { ...own, body: null, reply: deletionPlan, status: 200 },
  "account.remove": { ...own, body: deletionBody, reply: done, status: 200 },
} as const satisfies Record<string, Operation>;
