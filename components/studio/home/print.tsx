"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useState } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { sourceSetOf } from "@/components/picture/picture-source";
import { useStudio } from "@/components/shell/use-studio";
import { PrintFrame, PrintLink } from "@/components/studio/home/print-frame";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ThreadSummary } from "@/lib/contracts/threads";

const PrintActs = lazyPiece(
  () => import("@/components/studio/home/print-acts").then((it) => it.PrintActs),
  ({ onClose }: { onClose: () => void }) => ({ isOpen: true, close: onClose }),
);

const MINUTE_MS = 60_000;

type Props = {
  thread: ThreadSummary;
  /** On the first screen: loads at once. */
  isFirst: boolean;
  onReference: ((image: ImageView) => void) | null;
};

/** The newest picture of a thread. Its acts load with the first pointer or focus. */
export function Print({ thread, isFirst, onReference }: Props) {
  const t = useTranslations("studio.home");
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  const { user } = useStudio();
  const [isPointed, setPointed] = useState(false);
  const { cover, createdBy } = thread;
  if (cover === null) return null;
  const at = new Date(thread.lastActivityAt);
  const when = format.relativeTime(at, {
    // The clock ticks once a minute, and the picture may be newer.
    now: at > now ? at : now,
    style: "short",
    numberingSystem: "latn",
  });
  const image = { id: cover.imageId, width: cover.width, height: cover.height };
  return (
    <PrintFrame
      ratio={cover.width / cover.height}
      title={thread.title}
      detail={createdBy.id === user.id ? when : t("by", { name: createdBy.name, when })}
    >
      {(ratio) => (
        <div
          className="relative"
          onPointerEnter={(event) => event.pointerType === "mouse" && setPointed(true)}
          onFocus={() => setPointed(true)}
        >
          <PrintLink
            threadId={thread.id}
            label={thread.title}
            className="block overflow-hidden rounded-print outline-offset-3"
          >
            <img
              src={imageBytesPath(cover.imageId, 512)}
              srcSet={sourceSetOf(image)}
              sizes={`(min-width: 640px) ${Math.round(ratio * 280)}px, ${Math.round(ratio * 160)}px`}
              alt=""
              loading={isFirst ? "eager" : "lazy"}
              fetchPriority={isFirst ? "high" : undefined}
              decoding="async"
              draggable={false}
              className="w-full object-cover"
              style={{
                aspectRatio: String(ratio),
                backgroundColor: thumbhashColour(cover.thumbhash),
              }}
            />
          </PrintLink>
          {isPointed && (
            <PrintActs
              imageId={cover.imageId}
              onReference={onReference}
              onClose={() => setPointed(false)}
            />
          )}
        </div>
      )}
    </PrintFrame>
  );
}
