import "server-only";
import type { ChosenKey } from "@/lib/server/domain/keys/choose";
import type { Generation } from "@/lib/server/generated/prisma/client";

/** Who pays and how much, fixed in a generation's row when it is created. */
export type Terms = Pick<Generation, "keySource" | "upstreamKeyId" | "isSandbox" | "priceMicroUsd">;

/** @param priceMicroUsd price of one image by the profile; the sandbox is free */
export function paymentTermsOf(key: ChosenKey, priceMicroUsd: number): Terms {
  const isSandbox = key.source === "sandbox";
  return {
    keySource: key.source,
    upstreamKeyId: key.upstreamKeyId,
    isSandbox,
    priceMicroUsd: isSandbox ? 0 : priceMicroUsd,
  };
}
