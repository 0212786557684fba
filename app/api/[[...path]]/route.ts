import { AppError } from "@/lib/server/errors";
import { nothingHere as unknownCompatPath } from "@/lib/server/openai-compat/nothing-here";
import { respond } from "@/lib/server/http/respond";

/** Unknown paths answer with a problem, not a page. */
const nothingHere = (request: Request): Promise<Response> => {
  // A common wrong base URL: these callers read OpenAI's error form.
  if (new URL(request.url).pathname.startsWith("/api/v1")) return unknownCompatPath(request);
  return respond("api.unknown", request, async () => {
    throw new AppError("not_found", { detail: "/api/openapi.json has every operation" });
  });
};

export {
  nothingHere as GET,
  nothingHere as POST,
  nothingHere as PUT,
  nothingHere as PATCH,
  nothingHere as DELETE,
  nothingHere as OPTIONS,
};
