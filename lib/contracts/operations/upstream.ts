import { nothing, type Operation } from "@/lib/contracts/operation";
import { checkBody, upstreamState } from "@/lib/contracts/upstream";

/** For the owner of the installation alone; to everyone else these do not exist. */
export const upstreamOperations = {
  "upstream.state": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: null,
    reply: upstreamState,
    status: 200,
  },
  "upstream.check": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: checkBody,
    reply: upstreamState,
    status: 202,
  },
  "upstream.save": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: upstreamState,
    status: 200,
  },
  "upstream.forget": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: null,
    reply: upstreamState,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
