import { done, nothing, type Operation } from "@/lib/contracts/operation";
import { inviteSignUpBody } from "@/lib/contracts/account";
import {
  inviteAccepted,
  inviteCreateBody,
  inviteList,
  inviteMade,
  inviteOffer,
  inviteParams,
  inviteTokenBody,
  workspaceParams,
} from "@/lib/contracts/workspaces";

export const invitesOperations = {
  "invites.list": {
    access: "signed-in",
    scope: "admin",
    params: workspaceParams,
    query: nothing,
    body: null,
    reply: inviteList,
    status: 200,
  },
  "invites.create": {
    access: "signed-in",
    scope: "admin",
    params: workspaceParams,
    query: nothing,
    body: inviteCreateBody,
    reply: inviteMade,
    status: 201,
  },
  "invites.revoke": {
    access: "signed-in",
    scope: "admin",
    params: inviteParams,
    query: nothing,
    body: null,
    reply: done,
    status: 200,
  },
  // A POST though it changes nothing: in a body the token reaches no log and no history.
  "invites.look": {
    access: "anyone",
    scope: null,
    params: nothing,
    query: nothing,
    body: inviteTokenBody,
    reply: inviteOffer,
    status: 200,
  },
  "invites.accept": {
    access: "signed-in",
    scope: "admin",
    reach: "person",
    params: nothing,
    query: nothing,
    body: inviteTokenBody,
    reply: inviteAccepted,
    status: 200,
  },
  "invites.signUp": {
    access: "anyone",
    scope: null,
    params: nothing,
    query: nothing,
    body: inviteSignUpBody,
    reply: inviteAccepted,
    status: 201,
  },
} as const satisfies Record<string, Operation>;
