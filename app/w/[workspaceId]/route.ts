import { safeNext } from "@/components/account/safe-next";
import { WORKSPACE_COOKIE } from "@/lib/contracts/workspace-choice";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { isSecure } from "@/lib/server/auth/cookie";
import { respond } from "@/lib/server/http/respond";

const YEAR_S = 31_536_000;

/** Switches the workspace and reloads. Without membership it continues to `next` as if the workspace did not exist. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ workspaceId: string }> },
): Promise<Response> {
  return respond("workspaces.enter", request, async () => {
    const wanted = (await params).workspaceId.toLowerCase();
    const { pathname, search, searchParams } = new URL(request.url);
    const actor = await actorOfRequest(request);
    if (actor === null) {
      return leadTo(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
    }
    const next = safeNext(searchParams.get("next") ?? "/");
    const place = [...actor.roles.keys()].find((id) => id === wanted);
    const response = leadTo(next);
    if (place !== undefined) {
      const secure = isSecure(request.headers) ? "; Secure" : "";
      response.headers.append(
        "set-cookie",
        `${WORKSPACE_COOKIE}=${place}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`,
      );
    }
    return response;
  });
}

function leadTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
