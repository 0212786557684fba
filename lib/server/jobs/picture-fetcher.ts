import "server-only";
import { getEnv } from "@/lib/server/env";
import {
  createPictureFetcher,
  type PictureFetcher,
} from "@/lib/server/upstream/fetch/fetch-picture";

/** Few at a time: the service, and the sandbox, which has another address with each start. */
const made = new Map<string, PictureFetcher>();
const KEPT_MAX = 4;

/** Fetches the pictures that an answer of this upstream links to; made once for each. */
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
