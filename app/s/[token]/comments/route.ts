import { visitorCommentBody } from "@/lib/contracts/share-reviews";
import { addVisitorComment, loadVisitorReview } from "@/lib/server/domain/shares/review";
import { readJson } from "@/lib/server/http/body";
import { parse } from "@/lib/server/http/parse";
import { shareJson, shareRoute, withCookie } from "@/lib/server/http/share-route";

/** The comments of a share, and what is the visitor's own. */
export const GET = shareRoute("share.comments", async ({ visitor, request }) =>
  shareJson(await loadVisitorReview({ visitor, headers: request.headers })),
);

export const POST = shareRoute("share.comment", async ({ visitor, request, clock }) => {
  const body = parse(visitorCommentBody, await readJson(request));
  const from = { visitor, headers: request.headers };
  const { view, cookie } = await addVisitorComment(from, body, { clock });
  return shareJson(view, withCookie(cookie));
});
