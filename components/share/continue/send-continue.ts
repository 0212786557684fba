import type { ContinueBody, Continued, ContinueOffer } from "@/lib/contracts/share-continue";

export type ContinueProblem = "signIn" | "forbidden" | "gone" | "wait" | "full" | "failed";

/** A request that the server refused, or that did not reach it. */
export class ContinueRefused extends Error {
  constructor(readonly problem: ContinueProblem) {
    super(problem);
  }
}

const PROBLEMS: Record<number, ContinueProblem> = {
  401: "signIn",
  403: "forbidden",
  404: "gone",
  429: "wait",
  507: "full",
};

/** Where the visitor may continue. Throws `ContinueRefused`. */
export async function loadOffer(base: string, signal: AbortSignal): Promise<ContinueOffer> {
  return (await request(base, { signal })) as ContinueOffer;
}

/** Continues in a workspace. Throws `ContinueRefused`. */
export async function sendContinue(base: string, body: ContinueBody): Promise<Continued> {
  const headers = { "content-type": "application/json" };
  return (await request(base, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  })) as Continued;
}

/** The callers' casts are the only ones: the server writes each reply with its type. */
async function request(base: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`${base}/continue`, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new ContinueRefused("failed");
  });
  if (!response.ok) throw new ContinueRefused(PROBLEMS[response.status] ?? "failed");
  return response.json();
}
