"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { sharesOfQuery } from "@/lib/client/share-queries";
import type { ShareTarget, ShareView } from "@/lib/contracts/shares";

type Props = {
  target: ShareTarget;
  /** The link that the dialog shows. */
  shownId: ShareView["id"] | null;
  onEdit: (share: ShareView) => void;
};

/** Links that show this already: one is better changed than made twice. */
export function ExistingLinks({ target, shownId, onEdit }: Props) {
  const t = useTranslations("links.existing");
  const presets = useTranslations("links.presets");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const { data } = useQuery(sharesOfQuery(target));
  const links = (data?.shares ?? []).filter(
    ({ id, state }) => state === "active" && id !== shownId,
  );
  // A link that was just made needs no list of others beside it.
  if (shownId !== null || links.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="rounded-control border border-line bg-sunken px-3 py-1">
      {links.slice(0, 3).map((share) => (
        <li key={share.id} className="flex items-center justify-between gap-3 py-1.5 text-[13px]">
          <span className="min-w-0 truncate text-muted">
            {t("since", {
              preset: presets(`${share.preset}.name`),
              date: format.dateTime(new Date(share.createdAt), {
                day: "numeric",
                month: "long",
                timeZone,
              }),
            })}
          </span>
          <button
            type="button"
            onClick={() => onEdit(share)}
            className="shrink-0 font-medium text-ink underline-offset-2 hover:underline"
          >
            {t("use")}
          </button>
        </li>
      ))}
    </ul>
  );
}
