"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { ListRest } from "@/components/settings/list-rest";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Dialog } from "@/components/ui/dialog";
import { shareVisitsQuery } from "@/lib/client/share-queries";
import type { ShareId } from "@/lib/contracts/ids";

/** When a link was opened, and by how many different visitors. */
export function VisitsDialog({ share, onClose }: { share: { id: ShareId }; onClose: () => void }) {
  const t = useTranslations("shares.visits");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const list = useInfiniteQuery(shareVisitsQuery(share.id));
  const visits = list.data?.pages.flatMap((page) => page.visits) ?? [];
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t("title")}
      description={t("description")}
    >
      {visits.length > 0 && (
        <ul aria-label={t("title")}>
          {visits.map((visit) => (
            <li
              key={visit.id}
              className="flex items-baseline justify-between gap-4 border-b border-line py-2 text-[14px] last:border-0"
            >
              <span className="figures">
                {format.dateTime(new Date(visit.at), {
                  dateStyle: "medium",
                  timeStyle: "short",
                  timeZone,
                })}
              </span>
              <span className="truncate text-[13px] text-muted">
                {t("who", {
                  browser: visit.browser || t("unknown"),
                  visitor: visit.visitor.slice(0, 4),
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
      <ListRest list={list} isEmpty={visits.length === 0} empty={t("empty")} />
    </Dialog>
  );
}
