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

const own = { access: "signed-in", params: nothing, query: nothing } as const;
const forPrograms = { ...own, scope: "admin", reach: "person" } as const;
/** What makes somebody this person, or ends them: a token must not be a way to the account itself. */
const forPeople = { ...own, scope: null } as const;

/** One's own account. */
export const profileOperations = {
  "account.profile": { ...forPrograms, scope: "read", body: null, reply: profile, status: 200 },
  "account.update": { ...forPrograms, body: profileUpdateBody, reply: profile, status: 200 },
  "account.setAvatar": { ...forPrograms, body: bytes, reply: avatarReply, status: 200 },
  "account.removeAvatar": { ...forPrograms, body: null, reply: avatarReply, status: 200 },
  "account.changeEmail": {
    ...forPeople,
    body: emailChangeBody,
    reply: emailChangeReply,
    status: 200,
  },
  /** The link says whose it is, and it may be opened in another browser than the one that asked for it. */
  "account.confirmEmail": {
    ...forPeople,
    access: "anyone",
    body: emailConfirmBody,
    reply: emailConfirmReply,
    status: 200,
  },
  "account.sessions": { ...forPrograms, body: null, reply: sessionList, status: 200 },
  "account.endSession": {
    ...forPrograms,
    params: sessionParams,
    body: null,
    reply: done,
    status: 200,
  },
  "account.endSessions": {
    ...forPrograms,
    body: sessionsEndBody,
    reply: sessionsEndReply,
    status: 200,
  },
  "account.deletionPlan": { ...forPeople, body: null, reply: deletionPlan, status: 200 },
  "account.remove": { ...forPeople, body: deletionBody, reply: done, status: 200 },
} as const satisfies Record<string, Operation>;
