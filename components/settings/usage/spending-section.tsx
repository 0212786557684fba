"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { DayFields } from "@/components/settings/day-fields";
import { ListBody } from "@/components/settings/list-body";
import { SettingsSection } from "@/components/settings/settings-section";
import { SpendingChart } from "@/components/settings/usage/spending-chart";
import { spendingCsvAddress, toSpendingQuery } from "@/components/settings/usage/spending-query";
import { SpendingTable } from "@/components/settings/usage/spending-table";
import { SumRow } from "@/components/settings/usage/sum-row";
import { useStudio } from "@/components/shell/use-studio";
import { usd } from "@/components/ui/price";
import { Button, buttonClass } from "@/components/ui/button";
import { useProblemText } from "@/lib/client/problem-text";
import { spendingQuery } from "@/lib/client/settings-queries";
import type { Spending } from "@/lib/contracts/spending";

export function SpendingSection() {
  const t = useTranslations("usage.spending");
  const usage = useTranslations("usage");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const { workspace, isSandbox } = useStudio();
  const [range, setRange] = useState({ from: "", to: "" });
  const query = toSpendingQuery(range);
  const answer = useQuery({ ...spendingQuery(query), placeholderData: keepPreviousData });
  const spending = answer.data;

  return (
    <SettingsSection
      id="spending"
      title={t("title")}
      lead={spending && t(spending.isEverybodys ? "everybodys" : "own")}
    >
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <DayFields
          range={
            spending && range.from === "" && range.to === ""
              ? { from: spending.from, to: spending.to }
              : range
          }
          onChange={setRange}
          labels={{ from: t("from"), to: t("to") }}
        />
        <a href={spendingCsvAddress(query, workspace.id)} download className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          {usage("csv")}
        </a>
      </div>
      <ListBody isOld={answer.isPlaceholderData} className="mt-6 grid gap-7">
        {answer.isPending && (
          <p role="status" className="py-14 text-center text-[15px] text-muted">
            {common("loading")}
          </p>
        )}
        {answer.isError && (
          <div role="alert" className="flex flex-col items-start gap-3 py-2">
            <p className="text-[14px]">{problemText(answer.error)}</p>
            <Button size="sm" onClick={() => void answer.refetch()}>
              {common("retry")}
            </Button>
          </div>
        )}
        {spending && spending.total.calls === 0 && (
          <p className="mx-auto max-w-[46ch] py-10 text-center text-[15px] leading-[22px] text-balance text-muted">
            {t(isSandbox ? "emptySandbox" : "empty")}
          </p>
        )}
        {spending && spending.total.calls > 0 && (
          <>
            <Sums spending={spending} />
            <SpendingChart
              spending={spending}
              modelNames={spending.models.map(({ model }) => model)}
            />
            <SpendingTable spending={spending} />
          </>
        )}
      </ListBody>
    </SettingsSection>
  );
}

function Sums({ spending: { total, paidByMembers } }: { spending: Spending }) {
  const t = useTranslations("usage.spending");
  const format = useFormatter();
  const figures = [
    [t("pictures"), format.number(total.pictures)],
    [t("billed"), usd(format, total.billedMicroUsd)],
    [t("perhaps"), usd(format, total.perhapsMicroUsd)],
  ] as const;
  return (
    <div>
      <SumRow figures={figures} />
      {paidByMembers.calls > 0 && (
        <p className="figures mt-2 text-[13px] text-muted">
          {t("paidByMembers", { sum: usd(format, paidByMembers.billedMicroUsd) })}
        </p>
      )}
    </div>
  );
}
