import type { TurnSettings } from "@/lib/contracts/settings";
import { type Chance, pick } from "../faults/random";
import type { SeedRows } from "./insert";

type Row = SeedRows["Generation"];
export type EndedGeneration = Omit<
  Row,
  "id" | "turnId" | "threadId" | "workspaceId" | "createdById" | "position"
> & { finishedAt: Date };

const PRICE_MICRO_USD = 30_000;
const SANDBOX = 0.08;

type End = Pick<Row, "state" | "billed" | "failureCode">;

const ends: (End & { weight: number })[] = [
  { state: "succeeded", billed: "yes", failureCode: null, weight: 930 },
  { state: "failed", billed: "no", failureCode: "moderation_blocked", weight: 30 },
  { state: "failed", billed: "yes", failureCode: "no_image", weight: 12 },
  { state: "unknown", billed: "unknown", failureCode: "connection_reset", weight: 8 },
  { state: "cancelled", billed: "no", failureCode: "cancelled", weight: 20 },
];

/** The columns of a generation that has ended, as the studio leaves them. */
export function endedGeneration(of: {
  settings: TurnSettings;
  at: Date;
  isCrop: boolean;
  chance: Chance;
}): EndedGeneration {
  const { at, isCrop, chance } = of;
  const seconds = (count: number) => new Date(at.getTime() + count * 1_000);
  const took = 15 + chance() * 60;
  const isSandbox = chance() < SANDBOX;
  const { state, billed, failureCode } = pick(ends, chance);
  const end: End = isCrop
    ? { state: "succeeded", billed: "no", failureCode: null }
    : { state, billed, failureCode };
  const isFree = isCrop || isSandbox;
  const isSent = !isCrop && end.state !== "cancelled";
  return {
    ...end,
    keySource: isSandbox ? "sandbox" : chance() < 0.2 ? "member" : "instance",
    model: of.settings.model,
    endpoint: isCrop ? "local" : chance() < 0.3 ? "chat" : "generations",
    isSandbox,
    priceMicroUsd: isFree ? 0 : PRICE_MICRO_USD,
    costMicroUsd: isFree || end.billed !== "yes" ? 0 : PRICE_MICRO_USD,
    attempts: isSent ? 1 : 0,
    upstreamStatus: isSent && end.state !== "unknown" ? 200 : null,
    upstreamRequestIds: isSent ? { "x-request-id": `req-${at.getTime().toString(36)}` } : undefined,
    requestBytes: isSent ? 900 : null,
    responseBytes: end.state === "succeeded" && isSent ? 2_400_000 : null,
    upstream: isSent ? "https://upstream.example" : null,
    queuedAt: at,
    claimedAt: isCrop ? null : seconds(0.1),
    sentAt: isSent ? seconds(0.2) : null,
    firstByteAt: isSent ? seconds(took - 1) : null,
    receivedAt: isSent && end.state === "succeeded" ? seconds(took) : null,
    finishedAt: isCrop ? at : seconds(took + 0.4),
    cancelledAt: end.state === "cancelled" ? seconds(took) : null,
  };
}
