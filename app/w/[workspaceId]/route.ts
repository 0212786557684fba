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
    const requested = (await params).workspaceId.toLowerCase();
    const { pathname, search, searchParams } = new URL(request.url);
    const actor = await actorOfRequest(request);
    if (actor === null) {
      return redirectTo(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
    }
    const next = safeNext(searchParams.get("next") ?? "/");
    const target = [...actor.roles.keys()].find((id) => id === requested);
    const response = redirectTo(next);
    if (target !== undefined) {
      const secure = isSecure(request.headers) ? "; Secure" : "";
      response.headers.append(
        "set-cookie",
        `${WORKSPACE_COOKIE}=${target}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`,
      );
    }
    return response;
  });
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
