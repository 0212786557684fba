import { shareUnlockBody } from "@/lib/contracts/share-view";
import { unlockShare } from "@/lib/server/domain/shares/open";
import { readJson } from "@/lib/server/http/body";
import { parse } from "@/lib/server/http/parse";
import { openShareRoute, shareJson } from "@/lib/server/http/share-route";

/** Unlocks a share with its password, for this browser. */
export const POST = openShareRoute("share.unlock", async ({ request, params, clock }) => {
  const { password } = parse(shareUnlockBody, await readJson(request));
  const cookie = await unlockShare(params.token, password, request.headers, { clock });
  return shareJson({ ok: true }, { "set-cookie": cookie });
});
