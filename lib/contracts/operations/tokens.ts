import { z } from "zod";
import { tokenId } from "@/lib/contracts/ids";
import { done, nothing, type Operation } from "@/lib/contracts/operation";
import { tokenCreateBody, tokenCreated, tokenList } from "@/lib/contracts/tokens";

/** Made by people alone: a token that could make tokens would outlive its own end. It is shown, and ends, those of its workspace. */
export const tokensOperations = {
  "tokens.list": {
    access: "signed-in",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: null,
    reply: tokenList,
    status: 200,
  },
  "tokens.create": {
    access: "signed-in",
    scope: null,
    params: nothing,
    query: nothing,
    body: tokenCreateBody,
    reply: tokenCreated,
    status: 201,
  },
  "tokens.revoke": {
    access: "signed-in",
    scope: "admin",
    params: z.strictObject({ tokenId }),
    query: nothing,
    body: null,
    reply: done,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
