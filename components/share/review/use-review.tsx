"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { NameDialog } from "@/components/share/review/name-dialog";
import { loadReview, sendReview } from "@/components/share/review/send-review";
import { useShare } from "@/components/share/share-context";
import type { Point } from "@/components/share/print-stage";
import type { ImageId, ShareCommentId } from "@/lib/contracts/ids";
import type { ShareCommentView, VisitorReview } from "@/lib/contracts/share-reviews";

const NOTHING: VisitorReview = { me: null, comments: [], pickedIds: [], picks: [], verdict: null };

/** Something a guest does before they have given a name: it waits for it. */
type Pending = (name: string) => Promise<void>;

type Review = VisitorReview & {
  /** The point of a picture that the next comment is pinned to. */
  point: { imageId: ImageId; at: Point } | null;
  setPoint: (point: { imageId: ImageId; at: Point } | null) => void;
  activeId: ShareCommentId | null;
  setActiveId: (id: ShareCommentId | null) => void;
  hasFailed: boolean;
  commentsOf: (imageId: ImageId) => ShareCommentView[];
  comment: (imageId: ImageId, body: string, parentId?: ShareCommentId) => Promise<boolean>;
  resolve: (comment: ShareCommentView) => void;
  remove: (comment: ShareCommentView) => void;
  togglePick: (imageId: ImageId) => void;
  giveVerdict: (verdict: "approved" | "changes", note: string) => void;
};

const ReviewContext = createContext<Review | null>(null);

/** Null where the link is only for looking. */
export function useReview(): Review | null {
  return use(ReviewContext);
}

type Props = { /** Grows with every change of the review. */ seq: number; children: ReactNode };

/** Comments, picks and the verdict of a share, for its visitor. */
export function ReviewProvider({ seq, children }: Props) {
  const { base } = useShare();
  const client = useQueryClient();
  const { data: review = NOTHING } = useQuery({
    queryKey: ["share review", base, seq],
    queryFn: ({ signal }) => loadReview(base, signal),
    placeholderData: (old) => old,
  });
  const [point, setPoint] = useState<Review["point"]>(null);
  const [activeId, setActiveId] = useState<ShareCommentId | null>(null);
  const [pending, setPending] = useState<{ run: Pending } | null>(null);
  /** Given in this tab: the server may not have answered with it yet. */
  const [givenName, setGivenName] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);

  const value = useMemo((): Review => {
    const { comments, pickedIds } = review;
    const send = async (
      method: string,
      path: string,
      body?: Record<string, unknown>,
    ): Promise<boolean> => {
      setFailed(false);
      const isDone = await sendReview(base, method, path, body).then(
        () => true,
        () => false,
      );
      setFailed(!isDone);
      await client.invalidateQueries({ queryKey: ["share review"] });
      return isDone;
    };
    /** Asks guests for a name once; the server knows them afterwards. */
    const named = (method: string, path: string, body: Record<string, unknown>) => {
      if (review.me !== null) return send(method, path, body);
      if (givenName !== null) return send(method, path, { ...body, name: givenName });
      return new Promise<boolean>((done) => {
        setPending({
          run: async (name) => {
            setPending(null);
            setGivenName(name === "" ? null : name);
            done(name !== "" && (await send(method, path, { ...body, name })));
          },
        });
      });
    };
    return {
      ...review,
      point,
      setPoint,
      activeId,
      setActiveId,
      hasFailed,
      commentsOf: (imageId) => comments.filter((one) => one.imageId === imageId),
      comment: async (imageId, body, parentId) => {
        const at = parentId === undefined && point?.imageId === imageId ? { at: point.at } : {};
        const isDone = await named("POST", "comments", {
          imageId,
          body,
          ...at,
          ...(parentId && { parentId }),
        });
        if (isDone) setPoint(null);
        return isDone;
      },
      resolve: ({ id, isResolved }) =>
        void send("PATCH", `comments/${id}`, { isResolved: !isResolved }),
      remove: ({ id }) => void send("DELETE", `comments/${id}`),
      togglePick: (imageId) => {
        const isPicked = pickedIds.includes(imageId);
        if (isPicked) void send("DELETE", `picks/${imageId}`);
        else void named("PUT", `picks/${imageId}`, {});
      },
      giveVerdict: (verdict, note) => void named("POST", "verdict", { verdict, note }),
    };
  }, [base, client, review, point, activeId, givenName, hasFailed]);

  return (
    <ReviewContext value={value}>
      {children}
      {pending && <NameDialog onName={(name) => void pending.run(name)} />}
    </ReviewContext>
  );
}
