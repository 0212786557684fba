import { loadShareData } from "@/lib/server/domain/shares/share-data";
import { shareJson, shareRoute } from "@/lib/server/http/share-route";

/** What a share shows, for its page; see contracts/share-view.ts. */
export const GET = shareRoute("share.data", async ({ visitor }) =>
  shareJson(await loadShareData(visitor)),
);
