import "server-only";
import { AppError } from "@/lib/server/errors";
import { compatRoute } from "@/lib/server/openai-compat/compat-route";
import { originText } from "@/lib/server/openai-compat/picture-text";

/** Where near misses of our paths are led to (next.config.ts). */
const LED_HERE = /^\/v1\/near-miss(?=\/)/;

const OFFERED = ["chat/completions", "images/generations", "images/edits", "models"];

/**
 * What OpenAI has and this API has not, and what a wrong base URL makes of its paths: said in OpenAI's form, so that clients
 * can read it, with what was likely meant.
 */
export const nothingHere = compatRoute("door.unknown", ["read", "generate"], async (request) => {
  const path = new URL(request.url).pathname.replace(LED_HERE, "");
  const base = `${originText(request.headers)}/v1`;
  const meant = OFFERED.find((offered) => path.endsWith(`/${offered}`));
  const hint =
    meant === undefined
      ? `${base} offers ${OFFERED.join(", ")}`
      : `the base URL is ${base}, and this is ${base}/${meant}`;
  throw new AppError("not_found", { field: path, details: { hint } });
});
