import { drawShareCard } from "@/lib/server/domain/shares/card";
import { openShareRoute } from "@/lib/server/http/share-route";

/** The picture that messengers show with a link: a generic one for all that is not open to everyone. */
export const GET = openShareRoute("share.card", async ({ params, clock }) => {
  const bytes = await drawShareCard(params.token, { clock });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "image/jpeg",
      "cache-control": "private, no-cache",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
