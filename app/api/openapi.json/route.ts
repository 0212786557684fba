import { originOf } from "@/lib/server/request/read-peer";
import { respond } from "@/lib/server/http/respond";
import { openApiDocument } from "@/lib/server/openapi/document";

/** Public: it describes the API and contains no data. */
export function GET(request: Request): Promise<Response> {
  return respond("openapi", request, async () => {
    const { protocol, host } = originOf(request.headers);
    return Response.json(openApiDocument(`${protocol}://${host}`), {
      headers: { "cache-control": "no-cache", "access-control-allow-origin": "*" },
    });
  });
}
