import { checkReadiness } from "@/lib/server/readiness";

export const dynamic = "force-dynamic";

/** 200 when this process can work, otherwise 503 with what is missing. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness();
  const isReady = Object.values(readiness).every(Boolean);
  return Response.json(readiness, {
    status: isReady ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
