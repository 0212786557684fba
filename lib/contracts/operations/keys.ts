import { keyBody, keyCheck, keyCheckBody, keyParams, keysState } from "@/lib/contracts/keys";
import { nothing, type Operation } from "@/lib/contracts/operation";

/** Keys are a person's business in a browser: no program sets, removes or tries one. */
export const keysOperations = {
  "keys.state": {
    access: "signed-in",
    scope: null,
    params: nothing,
    query: nothing,
    body: null,
    reply: keysState,
    status: 200,
  },
  "keys.set": {
    access: "signed-in",
    scope: null,
    params: keyParams,
    query: nothing,
    body: keyBody,
    reply: keysState,
    status: 200,
  },
  "keys.remove": {
    access: "signed-in",
    scope: null,
    params: keyParams,
    query: nothing,
    body: null,
    reply: keysState,
    status: 200,
  },
  "keys.check": {
    access: "signed-in",
    scope: null,
    params: keyParams,
    query: nothing,
    body: keyCheckBody,
    reply: keyCheck,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
