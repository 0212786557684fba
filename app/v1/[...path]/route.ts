import { AppError } from "@/lib/server/errors";
import { doorRoute } from "@/lib/server/http/door/door-route";

/** What OpenAI has and this door has not: said in its shape, so that clients can read it. */
const nothingHere = doorRoute("door.unknown", ["read", "generate"], async (request) => {
  const hint = "this studio offers chat/completions, images/generations, images/edits and models";
  throw new AppError("not_found", {
    field: new URL(request.url).pathname,
    details: { hint },
  });
});

export {
  nothingHere as GET,
  nothingHere as POST,
  nothingHere as PUT,
  nothingHere as PATCH,
  nothingHere as DELETE,
};
