"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Exhibit } from "@/components/share/exhibit";
import { ReviewPanel } from "@/components/share/review/review-panel";
import { RoomFrame } from "@/components/share/room-frame";
import { ShareFooter } from "@/components/share/share-footer";
import { ShareHeader } from "@/components/share/share-header";
import { useShare } from "@/components/share/share-context";
import type { SharedImage } from "@/lib/contracts/share-view";

/** A single picture. */
export function ImageRoom({ image, tools }: { image: SharedImage; tools?: ReactNode }) {
  const t = useTranslations("share");
  const { view } = useShare();
  return (
    <RoomFrame
      header={<ShareHeader isTitled={false}>{tools}</ShareHeader>}
      footer={<ShareFooter />}
      aside={view.mayComment && <ReviewPanel imageId={image.id} onShow={() => {}} />}
    >
      <Exhibit image={image} words={image.prompt ?? view.title ?? t("untitled.image")} isTitle />
    </RoomFrame>
  );
}
