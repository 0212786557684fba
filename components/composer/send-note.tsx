"use client";

import { useTranslations } from "next-intl";
import type { whyBlocked } from "@/components/composer/why-blocked";

type Props = {
  blocked: ReturnType<typeof whyBlocked> | "sending" | "seeking" | "baseGone";
  /** The prompt is sent as soon as the upload is done. */
  isEager: boolean;
};

/** Why a prompt waits, or cannot be sent. */
export function SendNote({ blocked, isEager }: Props) {
  const t = useTranslations("composer");
  if (blocked === "uploading" && isEager) {
    return (
      <p role="status" className="px-3.5 pb-3 text-[13px] text-muted">
        {t("sendsWhenHere")}
      </p>
    );
  }
  if (blocked !== "tooLong" && blocked !== "failedReference" && blocked !== "tooManyPictures") {
    return null;
  }
  return (
    <p role="status" className="px-3.5 pb-3 text-[13px] text-danger">
      {t(`blocked.${blocked}`)}
    </p>
  );
}
