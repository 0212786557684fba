"use client";

import { useEffect, useState } from "react";
import type { ShareData } from "@/lib/contracts/share-view";

/**
 * The content of a share, kept current where the link follows its target or is discussed. `isOver`: the link has
 * ended meanwhile; `reviewSeq` grows with its comments and verdicts.
 */
export function useLiveShare(base: string, first: ShareData) {
  const [view, setView] = useState(first);
  const [isOver, setOver] = useState(false);
  const [reviewSeq, setReviewSeq] = useState(0);
  const isWatched = first.isLive || first.mayComment;

  useEffect(() => {
    if (!isWatched) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    let version = first.version;
    const refresh = async () => {
      const response = await fetch(`${base}/data`, { signal });
      if (response.ok) {
        const next = await readData(response);
        version = next.version;
        setView(next);
      } else if (response.status === 404) setOver(true);
      // A password or an account is needed now, which the page itself asks for.
      else if (response.status === 401) location.reload();
    };
    const quietly = () => void refresh().catch(() => undefined);
    const source = new EventSource(`${base}/events`);
    source.addEventListener("change", (event: MessageEvent<string>) => {
      const now = readChange(event.data);
      setReviewSeq(now.review);
      if (now.version !== version) quietly();
    });
    source.addEventListener("over", () => setOver(true));
    // The browser reconnects by itself, except after a refusal.
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) quietly();
    });
    return () => {
      leaving.abort();
      source.close();
    };
  }, [base, isWatched, first.version]);
  return { view, isOver, reviewSeq };
}

/** The server's frame; see domain/shares/watch.ts. */
function readChange(data: string): { version: string; review: number } {
  return JSON.parse(data) as { version: string; review: number };
}

/** The server validates the reply against the schema of this type. */
async function readData(response: Response): Promise<ShareData> {
  return (await response.json()) as ShareData;
}
