import { AppError } from "@/lib/server/errors";
import { unknownPath as unknownCompatPath } from "@/lib/server/openai-compat/unknown-path";
import { respond } from "@/lib/server/http/respond";

/** Unknown paths answer with a problem, not a page. */
const unknownPath = (request: Request): Promise<Response> => {
  // A common wrong base URL: these callers read OpenAI's error form.
  if (new URL(request.url).pathname.startsWith("/api/v1")) return unknownCompatPath(request);
  return respond("api.unknown", request, async () => {
    throw new AppError("not_found", { detail: "/api/openapi.json has every operation" });
  });
};

export {
  unknownPath as GET,
  unknownPath as POST,
  unknownPath as PUT,
  unknownPath as PATCH,
  unknownPath as DELETE,
  unknownPath as OPTIONS,
};
