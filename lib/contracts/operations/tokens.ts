import { z } from "zod";
import { tokenId } from "@/lib/contracts/ids";
import { done, nothing, type Operation } from "@/lib/contracts/operation";
import { tokenCreateBody, tokenCreated, tokenList } from "@/lib/contracts/tokens";

/**
 * Only people create tokens: a token that creates tokens would outlive its expiry. A token can list and revoke those of
 * its workspace.
 */
export const tokensOperations = {
  "tokens.list": {
    method: "GET",
    path: "/api/tokens",
    summary: "List your access tokens.",
    permission: null,
    access: "signed-in",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: null,
    reply: tokenList,
    status: 200,
  },
  "tokens.create": {
    method: "POST",
    path: "/api/tokens",
    summary: "Create an access token. Only this reply shows it.",
    permission: "read",
    access: "signed-in",
    scope: null,
    params: nothing,
    query: nothing,
    body: tokenCreateBody,
    reply: tokenCreated,
    status: 201,
  },
  "tokens.revoke": {
    method: "DELETE",
    path: "/api/tokens/:tokenId",
    summary: "Revoke an access token.",
    permission: null,
    access: "signed-in",
    scope: "admin",
    params: z.strictObject({ tokenId }),
    query: nothing,
    body: null,
    reply: done,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
