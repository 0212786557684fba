"use client";

import { Eye, Heart, type LucideIcon, MessageCircle, SquareCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { classNames } from "@/components/ui/class-names";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { NoticeView } from "@/lib/contracts/notices";

type Props = { notice: NoticeView; onOpen: () => void };

const ICONS: Record<NoticeView["kind"], LucideIcon> = {
  opening: Eye,
  comment: MessageCircle,
  picks: Heart,
  verdict: SquareCheck,
};

export function NoticeRow({ notice, onOpen }: Props) {
  const t = useTranslations("shares.notices");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const { kind, image, comment, isRead, at } = notice;
  const Icon = ICONS[kind];
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={onOpen}
        className="-mx-2 flex w-[calc(100%+16px)] items-start gap-3 rounded-control px-2 py-3 text-left text-[14px] leading-5 transition-colors hover:bg-hover"
      >
        {image === null ? (
          <span className="grid h-9 w-12 shrink-0 place-items-center rounded-print bg-sunken text-muted">
            <Icon aria-hidden className="size-4" />
          </span>
        ) : (
          <img
            src={imageBytesPath(image.imageId, 256)}
            alt=""
            className="h-9 w-12 shrink-0 rounded-print bg-plate object-cover"
          />
        )}
        <span className="min-w-0 flex-1">
          <span className={classNames("block break-words", isRead ? "text-muted" : "font-medium")}>
            <Words notice={notice} />
          </span>
          {comment !== null && (
            <span className="line-clamp-2 break-words text-muted">{comment.excerpt}</span>
          )}
          {comment?.isHeld && (
            <span className="block text-[13px] text-accent-strong">{t("held")}</span>
          )}
          <span className="figures block text-[12px] text-muted">
            {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone })}
          </span>
        </span>
        {!isRead && (
          <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent">
            <span className="sr-only">{t("unread")}</span>
          </span>
        )}
      </button>
    </li>
  );
}

function Words({ notice }: { notice: NoticeView }) {
  const t = useTranslations("shares.notices");
  const { kind, share, by, comment, verdict, count } = notice;
  const link = share.title ? t("titled", { title: share.title }) : t("untitled");
  const name = by ?? "";
  if (kind === "opening") return t("opening", { link });
  if (kind === "picks") return t("picks", { name, link, count });
  if (kind === "verdict") return t(`verdict.${verdict ?? "approved"}`, { name, link });
  return t(comment?.isReply ? "reply" : "comment", { name, link });
}
