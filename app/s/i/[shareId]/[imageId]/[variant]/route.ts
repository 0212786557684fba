import { respond } from "@/lib/server/http/respond";
import { serveSignedImage } from "@/lib/server/http/serve-image";

/** An image by its signed address; see domain/shares/addresses.ts. */
export function GET(request: Request): Promise<Response> {
  return respond("images.signed", request, () => serveSignedImage(request));
}

export const HEAD = GET;
