import "server-only";
import { AppError } from "@/lib/server/errors";
import { isBearer } from "@/lib/server/auth/access-tokens";
import { originOf } from "@/lib/server/request/read-peer";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses (`cross_origin`) a changing request that another site made a browser send. No page can forge
 * `Sec-Fetch-Site`; browsers send it to https and localhost only, so plain http on a LAN is judged by `Origin`. A
 * request with neither does not come from a browser, and so not from another site.
 */
export function refuseCrossSite(request: Request): void {
  if (SAFE_METHODS.includes(request.method)) return;
  // No browser adds a bearer token on its own, and with one cookies are ignored.
  if (isBearer(request.headers.get("authorization"))) return;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) {
    if (site !== "same-origin") throw new AppError("cross_origin");
    return;
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, request.headers)) throw new AppError("cross_origin");
}

/** Compares hosts, not schemes: a proxy that terminates TLS may not announce it. */
function isOwnOrigin(origin: string, headers: Headers): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === originOf(headers).host || host === headers.get("host");
}
