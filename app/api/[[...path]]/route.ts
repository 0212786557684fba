import { AppError } from "@/lib/server/errors";
import { respond } from "@/lib/server/http/respond";

/** What is no operation: said to a program as everything is, and not as a page. */
const nothingHere = (request: Request): Promise<Response> =>
  respond("api.unknown", request, async () => {
    throw new AppError("not_found", { detail: "/api/openapi.json has every operation" });
  });

export {
  nothingHere as GET,
  nothingHere as POST,
  nothingHere as PUT,
  nothingHere as PATCH,
  nothingHere as DELETE,
};
