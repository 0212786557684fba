"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ListBody } from "@/components/settings/list-body";
import { ListRest } from "@/components/settings/list-rest";
import { SettingsSection } from "@/components/settings/settings-section";
import { AttemptFilter } from "@/components/settings/usage/attempt-filter";
import {
  csvAddress,
  DEFAULT_CHOICE,
  toAttemptQuery,
} from "@/components/settings/usage/attempt-query";
import { AttemptSums } from "@/components/settings/usage/attempt-sums";
import { AttemptTable } from "@/components/settings/usage/attempt-table";
import { useStudio } from "@/components/shell/use-studio";
import { buttonClass } from "@/components/ui/button";
import { attemptsQuery } from "@/lib/client/settings-queries";

/** Calls billed without a picture, with the ids that the provider needs to look them up. */
export function AttemptsSection() {
  const t = useTranslations("usage");
  const { isSandbox, workspace } = useStudio();
  const [choice, setChoice] = useState(DEFAULT_CHOICE);
  const query = toAttemptQuery(choice);
  const list = useInfiniteQuery({ ...attemptsQuery(query), placeholderData: keepPreviousData });
  const attempts = list.data?.pages.flatMap((page) => page.attempts) ?? [];
  const sums = list.data?.pages[0]?.sums ?? null;

  return (
    <SettingsSection id="attempts" title={t("attempts.title")} lead={t("attempts.lead")}>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <AttemptFilter choice={choice} onChange={setChoice} />
        <a href={csvAddress(query, workspace.id)} download className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          {t("csv")}
        </a>
      </div>
      <ListBody isOld={list.isPlaceholderData} className="mt-6">
        {sums && <AttemptSums sums={sums} />}
        {attempts.length > 0 && (
          <div className="mt-4">
            <AttemptTable attempts={attempts} />
          </div>
        )}
        <ListRest
          list={list}
          isEmpty={attempts.length === 0}
          empty={t(choice.outcome === "all" ? "emptyAll" : isSandbox ? "emptySandbox" : "empty")}
        />
      </ListBody>
    </SettingsSection>
  );
}
