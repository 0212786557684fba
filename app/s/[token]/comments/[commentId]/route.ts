import { shareCommentId } from "@/lib/contracts/ids";
import { visitorResolveBody } from "@/lib/contracts/share-reviews";
import { removeVisitorComment, resolveVisitorComment } from "@/lib/server/domain/shares/review";
import { readJson } from "@/lib/server/http/body";
import { parse } from "@/lib/server/http/parse";
import { parseId, shareJson, shareRoute } from "@/lib/server/http/share-route";

type Params = { token: string; commentId: string };

/** Marks the visitor's own comment as resolved or open. */
export const PATCH = shareRoute<Params>(
  "share.resolveComment",
  async ({ visitor, request, params, clock }) => {
    const { isResolved } = parse(visitorResolveBody, await readJson(request));
    const commentId = parseId(shareCommentId, params.commentId);
    const from = { visitor, headers: request.headers };
    await resolveVisitorComment(from, { commentId, isResolved }, { clock });
    return shareJson({ ok: true });
  },
);

export const DELETE = shareRoute<Params>(
  "share.removeComment",
  async ({ visitor, request, params }) => {
    const commentId = parseId(shareCommentId, params.commentId);
    await removeVisitorComment({ visitor, headers: request.headers }, commentId);
    return shareJson({ ok: true });
  },
);
