import { visitorVerdictBody } from "@/lib/contracts/share-reviews";
import { giveVerdict } from "@/lib/server/domain/shares/review";
import { readJson } from "@/lib/server/http/body";
import { parse } from "@/lib/server/http/parse";
import { shareJson, shareRoute, withCookie } from "@/lib/server/http/share-route";

/** Approves a share, or asks for changes. */
export const POST = shareRoute("share.verdict", async ({ visitor, request, clock }) => {
  const body = parse(visitorVerdictBody, await readJson(request));
  const { cookie } = await giveVerdict({ visitor, headers: request.headers }, body, { clock });
  return shareJson({ ok: true }, withCookie(cookie));
});
