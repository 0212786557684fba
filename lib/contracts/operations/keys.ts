import { keyBody, keyCheck, keyCheckBody, keyParams, keysState } from "@/lib/contracts/keys";
import { nothing, type Operation } from "@/lib/contracts/operation";

/** A person's own key is for a token of their own workspace alone (`personal_token_needed`). */
export const keysOperations = {
  "keys.state": {
    access: "signed-in",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: null,
    reply: keysState,
    status: 200,
  },
  "keys.set": {
    access: "signed-in",
    scope: "admin",
    params: keyParams,
    query: nothing,
    body: keyBody,
    reply: keysState,
    status: 200,
  },
  "keys.remove": {
    access: "signed-in",
    scope: "admin",
    params: keyParams,
    query: nothing,
    body: null,
    reply: keysState,
    status: 200,
  },
  "keys.check": {
    access: "signed-in",
    scope: "admin",
    params: keyParams,
    query: nothing,
    body: keyCheckBody,
    reply: keyCheck,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
