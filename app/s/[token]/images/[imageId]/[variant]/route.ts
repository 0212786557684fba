import { serveSharedImage } from "@/lib/server/http/serve-shared";
import { shareRoute } from "@/lib/server/http/share-route";

type Params = { token: string; imageId: string; variant: string };

export const GET = shareRoute<Params>("share.image", ({ visitor, request, params }) =>
  serveSharedImage(visitor, params, request),
);

export const HEAD = GET;
