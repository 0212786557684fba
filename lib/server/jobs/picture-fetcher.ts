import "server-only";
import { getEnv } from "@/lib/server/env";
import { upstreamConnection } from "@/lib/server/jobs/upstream-connection";
import { createPictureFetcher, type PictureFetcher } from "@/lib/server/upstream/fetch-picture";

let fetcher: Promise<PictureFetcher> | null = null;

/** Fetches the pictures that an answer links to; made once, for the upstream this process talks to. */
export function answerFetcher(): Promise<PictureFetcher> {
  fetcher ??= upstreamConnection().then(({ baseUrl }) =>
    createPictureFetcher({
      upstreamBaseUrl: baseUrl,
      extraHosts: getEnv().UPSTREAM_IMAGE_HOSTS,
    }),
  );
  return fetcher;
}
