import "server-only";
import { AppError } from "@/lib/server/errors";
import { compatRoute } from "@/lib/server/openai-compat/compat-route";
import { originText } from "@/lib/server/openai-compat/picture-text";

/** next.config.ts rewrites near misses of our paths to this prefix. */
const NEAR_MISS_PREFIX = /^\/v1\/near-miss(?=\/)/;

const OFFERED = ["chat/completions", "images/generations", "images/edits", "models"];

/**
 * Answers OpenAI paths that this API lacks, and paths that result from a wrong base URL: in OpenAI's error form, with
 * the path that was probably meant.
 */
export const unknownPath = compatRoute("compat.unknown", ["read", "generate"], async (request) => {
  const path = new URL(request.url).pathname.replace(NEAR_MISS_PREFIX, "");
  const base = `${originText(request.headers)}/v1`;
  const meant = OFFERED.find((offered) => path.endsWith(`/${offered}`));
  const hint =
    meant === undefined
      ? `${base} offers ${OFFERED.join(", ")}`
      : `the base URL is ${base}, and this is ${base}/${meant}`;
  throw new AppError("not_found", { field: path, details: { hint } });
});
