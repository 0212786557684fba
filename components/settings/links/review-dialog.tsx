"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ReviewComment } from "@/components/settings/links/review-comment";
import { useReviewCalls } from "@/components/settings/links/use-review-calls";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { hint } from "@/components/ui/tooltip";
import { useProblemText } from "@/lib/client/problem-text";
import { shareReviewQuery } from "@/lib/client/share-queries";
import type { ImageId, ShareCommentId, ShareId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ShareReview } from "@/lib/contracts/share-reviews";

type OfLink = { id: ShareId; title: string | null };

type Props = {
  share: OfLink;
  /** Scrolls to this comment. */
  commentId?: ShareCommentId | undefined;
  onClose: () => void;
};

/** What the visitors of a link picked, said and decided, while they do. */
export function ReviewDialog({ share, commentId, onClose }: Props) {
  const t = useTranslations("shares.review");
  const problemText = useProblemText();
  const { data, error } = useQuery(shareReviewQuery(share.id));
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      placement="side"
      title={t("title")}
      description={share.title ?? undefined}
    >
      {data ? (
        <Review share={share} review={data} commentId={commentId} />
      ) : (
        <p role="status" className="py-8 text-center text-[14px] text-muted">
          {error ? problemText(error) : t("loading")}
        </p>
      )}
    </Dialog>
  );
}

type ReviewProps = Pick<Props, "share" | "commentId"> & { review: ShareReview };

function Review({ share, review, commentId }: ReviewProps) {
  const t = useTranslations("shares.review");
  const { comments, picks, verdicts } = review;
  const roots = comments.filter(({ parentId }) => parentId === null);
  if (comments.length + picks.length + verdicts.length === 0) {
    return <p className="py-8 text-center text-[14px] text-muted">{t("empty")}</p>;
  }
  return (
    <div className="grid gap-6">
      {verdicts.length > 0 && (
        <ul aria-label={t("verdicts")} className="grid gap-1.5 text-[14px] leading-5">
          {verdicts.map(({ by, verdict, note }) => (
            <li key={by}>
              <span className="font-medium">{t(`verdict.${verdict}`, { name: by })}</span>
              {note !== "" && <span className="block text-muted">{note}</span>}
            </li>
          ))}
        </ul>
      )}
      {picks.length > 0 && <Picks share={share} picks={picks} />}
      {roots.length > 0 && (
        <section>
          <h3 className="mb-1 text-[13px] font-medium">
            {t("comments", { count: comments.length })}
          </h3>
          <ul>
            {roots.map((comment) => (
              <ReviewComment
                key={comment.id}
                shareId={share.id}
                comment={comment}
                shownId={commentId}
                replies={comments.filter(({ parentId }) => parentId === comment.id)}
              />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

type PicksProps = { share: OfLink; picks: ShareReview["picks"] };

/** The picked pictures, the most picked first. */
function Picks({ share, picks }: PicksProps) {
  const t = useTranslations("shares.review");
  const { collect } = useReviewCalls(share.id);
  const names = new Map<ImageId, string[]>();
  for (const { imageId, by } of picks) names.set(imageId, [...(names.get(imageId) ?? []), by]);
  const sorted = [...names].toSorted(([, one], [, other]) => other.length - one.length);
  const name = t("collectionName", { name: share.title ?? t("thisLink") });
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h3 className="text-[13px] font-medium">{t("picks", { count: sorted.length })}</h3>
        <Button size="sm" disabled={collect.isPending} onClick={() => collect.mutate(name)}>
          <FolderPlus aria-hidden className="size-4" />
          {t("collect")}
        </Button>
      </div>
      <ul className="flex flex-wrap gap-2">
        {sorted.map(([imageId, people]) => (
          <li key={imageId} {...hint(people.join(", "))}>
            <img
              src={imageBytesPath(imageId, 256)}
              alt={t("pickedBy", { names: people.join(", ") })}
              className="h-16 w-auto rounded-print bg-plate"
            />
            <span className="figures block text-center text-[12px] text-muted">
              {t("hearts", { count: people.length })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
