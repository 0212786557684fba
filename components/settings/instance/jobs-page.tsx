"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { JobsTable } from "@/components/settings/instance/jobs-table";
import { ListRest } from "@/components/settings/list-rest";
import { Segments } from "@/components/settings/segments";
import { SettingsPage } from "@/components/settings/settings-page";
import { jobsQuery } from "@/lib/client/instance-queries";
import type { JobList } from "@/lib/contracts/instance";
import { JOB_GROUPS, type JobGroup } from "@/lib/contracts/job-groups";

export function JobsPage() {
  const t = useTranslations("instance.jobs");
  const [group, setGroup] = useState<JobGroup>("under_way");
  const list = useInfiniteQuery(jobsQuery({ group }));
  const newest = list.data?.pages[0];
  const jobs = list.data?.pages.flatMap((page) => page.jobs) ?? [];
  const options = JOB_GROUPS.map((value) => ({
    value,
    label: t("groupCount", { group: t(`groups.${value}`), count: newest?.counts[value] ?? 0 }),
  }));
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <Segments label={t("group")} options={options} value={group} onChange={setGroup} />
        {newest && <Lines lines={newest.lines} />}
      </div>
      <div className="mt-5" aria-busy={list.isPlaceholderData}>
        {jobs.length > 0 && !list.isPlaceholderData && <JobsTable jobs={jobs} />}
        <ListRest
          // Rows of the previous group must not stay while the new one loads.
          list={{ ...list, isPending: list.isPending || list.isPlaceholderData }}
          isEmpty={jobs.length === 0 && !list.isPlaceholderData}
          empty={t(`empty.${group}`)}
        />
      </div>
    </SettingsPage>
  );
}

/** Load of each upstream's queue. An upstream that was never called is left out. */
function Lines({ lines }: { lines: JobList["lines"] }) {
  const t = useTranslations("instance.jobs.line");
  const used = lines.filter(({ places, underWay }) => places !== null || underWay > 0);
  return (
    <dl className="figures flex flex-wrap gap-x-5 text-[13px] text-muted">
      {used.map(({ isSandbox, places, underWay }) => (
        <div key={String(isSandbox)} className="flex gap-1.5">
          <dt>{t(isSandbox ? "sandbox" : "service")}</dt>
          <dd className="text-ink">
            {places === null ? t("none", { underWay }) : t("of", { underWay, places })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
