import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { serveImage } from "@/lib/server/http/serve-image";
import { AppError } from "@/lib/server/errors";
import { respond } from "@/lib/server/http/respond";

type Context = { params: Promise<{ imageId: string; variant: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond("images.bytes", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "read" });
    see({ userId: actor.userId });
    const { imageId, variant } = await params;
    return serveImage(actor, imageId, variant, request);
  });
}

export const HEAD = GET;
