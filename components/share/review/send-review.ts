import type { VisitorReview } from "@/lib/contracts/share-reviews";

/** Sends a part of a review below the link's address. Throws when it was refused. */
export async function sendReview(
  base: string,
  method: string,
  path: string,
  body?: Record<string, unknown>,
): Promise<void> {
  const response = await fetch(`${base}/${path}`, {
    method,
    ...(body && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`the request failed with ${response.status}`);
}

/** Comments, and what is the visitor's own. The only cast: the server writes the reply with this type. */
export async function loadReview(base: string, signal: AbortSignal): Promise<VisitorReview> {
  const response = await fetch(`${base}/comments`, { signal });
  if (!response.ok) throw new Error(`the request failed with ${response.status}`);
  return (await response.json()) as VisitorReview;
}
