import { passwordBody, setupBody, setupState, studioState } from "@/lib/contracts/account";
import { done, nothing, type Operation } from "@/lib/contracts/operation";

export const accountOperations = {
  "setup.state": {
    access: "anyone",
    scope: null,
    params: nothing,
    query: nothing,
    body: null,
    reply: setupState,
    status: 200,
  },
  "setup.create": {
    access: "anyone",
    scope: null,
    params: nothing,
    query: nothing,
    body: setupBody,
    reply: done,
    status: 201,
  },
  "account.signOut": {
    access: "signed-in",
    scope: null,
    params: nothing,
    query: nothing,
    body: nothing,
    reply: done,
    status: 200,
  },
  "account.changePassword": {
    access: "signed-in",
    scope: null,
    params: nothing,
    query: nothing,
    body: passwordBody,
    reply: done,
    status: 200,
  },
  "studio.state": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: null,
    reply: studioState,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
