import "server-only";
import { AppError } from "@/lib/server/errors";
import { compatRoute } from "@/lib/server/openai-compat/compat-route";

/** Lists the methods that an address has, for whoever asks with OPTIONS. */
export function methods(allowed: "GET" | "POST") {
  const allow = allowed === "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
  return (): Response => new Response(null, { status: 204, headers: { allow } });
}

/** For the methods that an address of the door does not take: said in OpenAI's shape, where Next would say nothing. */
export function wrongMethod(allowed: "GET" | "POST") {
  const refuse = compatRoute("door.method", ["read", "generate"], async () => {
    throw new AppError("method_not_allowed", { detail: `${allowed} alone is taken here` });
  });
  // A 405 names what would do (RFC 9110).
  return async (request: Request): Promise<Response> => {
    const response = await refuse(request);
    if (response.status === 405) response.headers.set("allow", allowed);
    return response;
  };
}
