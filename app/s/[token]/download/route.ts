import { openShareZip } from "@/lib/server/domain/shares/download";
import { shareRoute } from "@/lib/server/http/share-route";
import { zipResponse } from "@/lib/server/http/zip-response";

/** A ZIP of what a share shows, where downloads are on. */
export const GET = shareRoute("share.download", async ({ visitor, clock }) =>
  zipResponse(await openShareZip(visitor, { clock }), "pictures", clock.now()),
);
