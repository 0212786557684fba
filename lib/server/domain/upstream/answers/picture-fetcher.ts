import "server-only";
import { getEnv } from "@/lib/server/env";
import {
  createPictureFetcher,
  type PictureFetcher,
} from "@/lib/server/upstream/fetch/fetch-picture";

/** Few entries: the upstream, and the sandbox, whose address changes with each start. */
const made = new Map<string, PictureFetcher>();
const KEPT_MAX = 4;

/** The fetcher for images that an answer of this upstream links to; one per upstream. */
export function answerFetcher(upstreamBaseUrl: string): PictureFetcher {
  const known = made.get(upstreamBaseUrl);
  if (known) return known;
  const extraHosts = getEnv().UPSTREAM_IMAGE_HOSTS;
  const fetcher = createPictureFetcher({ upstreamBaseUrl, extraHosts });
  const [oldest] = made.keys();
  if (made.size >= KEPT_MAX && oldest !== undefined) made.delete(oldest);
  made.set(upstreamBaseUrl, fetcher);
  return fetcher;
}
