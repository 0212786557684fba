import "server-only";
import type { ShareAudience } from "@/lib/contracts/share-choices";
import { getEnv } from "@/lib/server/env";
import { originOf } from "@/lib/server/request/read-peer";

/** The studio's own origin, as the caller of this request reached it. */
export function studioOrigin({ headers }: { headers: Headers }): string {
  const { protocol, host } = originOf(headers);
  return `${protocol}://${host}`;
}

/** Where a visitor of a share has their session: the studio's own origin, also for a request to that of the links. */
export function signInOrigin(request: { headers: Headers }): string {
  const here = studioOrigin(request);
  const { PENTIMENTO_SHARE_URL, PENTIMENTO_URL = here } = getEnv();
  return here === PENTIMENTO_SHARE_URL ? PENTIMENTO_URL : here;
}

/**
 * The address of a share. Links for people with an account are below the studio's own origin, where they are signed in;
 * all others below `PENTIMENTO_SHARE_URL`, where it is set.
 * @param origin the studio's
 */
export function shareUrl(token: string, audience: ShareAudience, origin: string): string {
  const { PENTIMENTO_SHARE_URL = origin } = getEnv();
  return `${audience === "anyone" ? PENTIMENTO_SHARE_URL : origin}/s/${token}`;
}
