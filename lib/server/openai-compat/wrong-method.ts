import "server-only";
import { AppError } from "@/lib/server/errors";
import { compatRoute } from "@/lib/server/openai-compat/compat-route";

/** Answers OPTIONS with the allowed methods. */
export function methods(allowed: "GET" | "POST") {
  const allow = allowed === "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
  return (): Response => new Response(null, { status: 204, headers: { allow } });
}

/** Answers unsupported methods in OpenAI's error shape, where Next would send an empty 405. */
export function wrongMethod(allowed: "GET" | "POST") {
  const refuse = compatRoute("compat.method", ["read", "generate"], async () => {
    throw new AppError("method_not_allowed", { detail: `Only ${allowed} is allowed here` });
  });
  // A 405 must list the allowed methods (RFC 9110).
  return async (request: Request): Promise<Response> => {
    const response = await refuse(request);
    if (response.status === 405) response.headers.set("allow", allowed);
    return response;
  };
}
