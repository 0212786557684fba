"use client";

import { useTranslations } from "next-intl";
import { EntryLink } from "@/components/account/entry-link";

type Props = {
  /** Page where a new link can be requested. */
  newLinkHref: string;
  /** The error is already shown. */
  isExplained?: boolean;
};

/** An invalid link, and where to request a new one. */
export function BrokenLink({ newLinkHref, isExplained = false }: Props) {
  const t = useTranslations("entry.link");
  return (
    <div className="grid gap-5 text-[15px] leading-6">
      {!isExplained && <p role="alert">{t("none")}</p>}
      <p>
        <EntryLink href={newLinkHref}>{t("another")}</EntryLink>
      </p>
    </div>
  );
}
