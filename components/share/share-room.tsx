"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { ImageRoom } from "@/components/share/image-room";
import { ReviewProvider } from "@/components/share/review/use-review";
import { ShareProvider } from "@/components/share/share-context";
import { ShareNotice } from "@/components/share/share-notice";
import { ThreadRoom } from "@/components/share/thread-room";
import { useLiveShare } from "@/components/share/use-live-share";
import { WallRoom } from "@/components/share/wall-room";
import { hint } from "@/components/ui/tooltip";
import type { ImageId } from "@/lib/contracts/ids";
import type { ShareData, SharedImage } from "@/lib/contracts/share-view";

type Props = { base: string; data: ShareData };

/** The page of an open share. It needs nothing of the studio, and calls nothing but what lies below its address. */
export function ShareRoom({ base, data }: Props) {
  const t = useTranslations("share");
  const { view: received, isOver, reviewSeq } = useLiveShare(base, data);
  const name = t("picture");
  const share = useMemo(() => {
    // Without words a picture has no name of its own.
    const named = (images: readonly SharedImage[]) =>
      images.map((image) => ({ ...image, alt: image.alt || name }));
    const view = { ...received, images: named(received.images), others: named(received.others) };
    const byId = new Map([...view.others, ...view.images].map((image) => [image.id, image]));
    return {
      base,
      view,
      imageOf: (id: ImageId | null) => (id === null ? null : (byId.get(id) ?? null)),
    };
  }, [base, received, name]);
  const { view } = share;
  if (isOver) return <ShareNotice kind="gone" />;
  const [image] = view.images;
  const tools = view.downloads !== "off" && view.images.length > 1 && <DownloadAll base={base} />;
  return (
    <ShareProvider value={share}>
      <MaybeReview isOn={view.mayComment} seq={reviewSeq}>
        {view.kind === "thread" ? (
          <ThreadRoom tools={tools} />
        ) : view.kind === "image" && image ? (
          <ImageRoom image={image} tools={tools} />
        ) : (
          <WallRoom tools={tools} />
        )}
      </MaybeReview>
    </ShareProvider>
  );
}

type MaybeProps = { isOn: boolean; seq: number; children: ReactNode };

function MaybeReview({ isOn, seq, children }: MaybeProps) {
  return isOn ? <ReviewProvider seq={seq}>{children}</ReviewProvider> : children;
}

/** All pictures as a ZIP. */
function DownloadAll({ base }: { base: string }) {
  const t = useTranslations("share.download");
  return (
    <a
      href={`${base}/download`}
      download
      aria-label={t("all")}
      {...hint(t("all"))}
      className="grid size-10 place-items-center rounded-control text-muted hover:bg-hover hover:text-ink"
    >
      <Download aria-hidden className="size-[18px]" />
    </a>
  );
}
