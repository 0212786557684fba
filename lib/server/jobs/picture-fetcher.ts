import "server-only";
import { getEnv } from "@/lib/server/env";
import { upstreamConnection } from "@/lib/server/jobs/upstream-connection";
import { createPictureFetcher, type PictureFetcher } from "@/lib/server/upstream/fetch-picture";

let made: { baseUrl: string; fetcher: PictureFetcher } | null = null;

/** Fetches the pictures that an answer links to; made once for an upstream (a sandbox that starts again is another). */
export async function answerFetcher(): Promise<PictureFetcher> {
  const { baseUrl } = await upstreamConnection();
  if (made?.baseUrl === baseUrl) return made.fetcher;
  const fetcher = createPictureFetcher({
    upstreamBaseUrl: baseUrl,
    extraHosts: getEnv().UPSTREAM_IMAGE_HOSTS,
  });
  made = { baseUrl, fetcher };
  return fetcher;
}
