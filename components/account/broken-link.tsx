"use client";

import { useTranslations } from "next-intl";
import { EntryLink } from "@/components/account/entry-link";

type Props = {
  /** Where another one is asked for. */
  again: string;
  /** What is wrong was said already. */
  isSaid?: boolean;
};

/** A link that leads nowhere, and the way to another one. */
export function BrokenLink({ again, isSaid = false }: Props) {
  const t = useTranslations("entry.link");
  return (
    <div className="grid gap-5 text-[15px] leading-6">
      {!isSaid && <p role="alert">{t("none")}</p>}
      <p>
        <EntryLink href={again}>{t("another")}</EntryLink>
      </p>
    </div>
  );
}
