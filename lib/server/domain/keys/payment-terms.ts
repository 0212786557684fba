import "server-only";
import type { ChosenKey } from "@/lib/server/domain/keys/choose";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** What a generation's row says of who pays, fixed when it is asked for. */
export type Terms = Pick<
  Prisma.GenerationUncheckedCreateInput,
  "keySource" | "upstreamKeyId" | "isSandbox" | "priceMicroUsd"
>;

/** @param priceMicroUsd one picture's, by the profile; in the sandbox it is nothing */
export function paymentTermsOf(key: ChosenKey, priceMicroUsd: number): Terms {
  const isSandbox = key.source === "sandbox";
  return {
    keySource: key.source,
    upstreamKeyId: key.upstreamKeyId,
    isSandbox,
    priceMicroUsd: isSandbox ? 0 : priceMicroUsd,
  };
}
