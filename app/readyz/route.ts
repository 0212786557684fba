import { checkReadiness, isReady } from "@/lib/server/http/readiness";

export const dynamic = "force-dynamic";

/** 200 when this process can work, otherwise 503 with what is missing. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness();
  return Response.json(readiness, {
    status: isReady(readiness) ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
