"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { useContinue } from "@/components/share/continue/use-continue";
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

const ContinueDialog = lazy(async () => ({
  default: (await import("@/components/share/continue/continue-dialog")).ContinueDialog,
}));

type Props = {
  base: string;
  /** The studio's own origin. */
  studio: string;
  data: ShareData;
  /** The image from which the visitor wanted to continue before they signed in. */
  continueId: string | null;
};

/** The page of an open share. It needs nothing of the studio, and calls nothing but what lies below its address. */
export function ShareRoom({ base, studio, data, continueId }: Props) {
  const t = useTranslations("share");
  const { view: received, isOver, reviewSeq } = useLiveShare(base, data);
  const name = t("picture");
  const continuing = useContinue({ base, studio, firstId: continueId });
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
  const toContinue = view.mayContinue
    ? (view.images.find(({ id }) => id === continuing.imageId) ?? null)
    : null;
  if (isOver) return <ShareNotice kind="gone" />;
  const [image] = view.images;
  const tools = view.downloads !== "off" && view.images.length > 1 && <DownloadAll base={base} />;
  return (
    <ShareProvider value={{ ...share, startContinue: view.mayContinue ? continuing.start : null }}>
      <MaybeReview isOn={view.mayComment} seq={reviewSeq}>
        {view.kind === "thread" ? (
          <ThreadRoom tools={tools} />
        ) : view.kind === "image" && image ? (
          <ImageRoom image={image} tools={tools} />
        ) : (
          <WallRoom tools={tools} />
        )}
      </MaybeReview>
      {toContinue && (
        <Suspense>
          <ContinueDialog
            image={toContinue}
            signInPath={continuing.signInPath}
            onClose={continuing.stop}
          />
        </Suspense>
      )}
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
