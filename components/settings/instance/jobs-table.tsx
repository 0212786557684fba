"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { type Column, DataTable } from "@/components/settings/data-table";
import { JobActions } from "@/components/settings/instance/job-actions";
import { useModelLabel } from "@/components/shell/use-studio";
import type { Job } from "@/lib/contracts/instance";

/** Refresh ages this often, because they are shown in minutes. */
const AGE_EVERY_MS = 30_000;

export function JobsTable({ jobs }: { jobs: Job[] }) {
  const t = useTranslations("instance.jobs");
  const modelLabel = useModelLabel();
  const columns: Column<Job>[] = [
    {
      key: "state",
      label: t("table.state"),
      className: "md:max-w-[200px]",
      render: (job) => <State job={job} />,
    },
    {
      key: "job",
      label: t("table.job"),
      className: "md:max-w-[240px]",
      render: (job) => (
        <>
          {job.promptStart === null ? (
            <span className="text-muted italic">{t("private")}</span>
          ) : (
            <span className="line-clamp-2 break-words">{job.promptStart}</span>
          )}
          <span className="block text-muted">
            {job.isSandbox ? `${modelLabel(job.model)} · ${t("sandbox")}` : modelLabel(job.model)}
          </span>
        </>
      ),
    },
    {
      key: "who",
      label: t("table.who"),
      className: "md:max-w-[180px]",
      render: (job) => (
        <>
          <span className="block break-words">{job.createdBy.name}</span>
          <span className="block break-words text-muted">{job.workspace.name}</span>
        </>
      ),
    },
    {
      key: "age",
      label: t("table.age"),
      className: "figures md:whitespace-nowrap",
      render: (job) => <Age job={job} />,
    },
    {
      key: "actions",
      label: t("table.actions"),
      isActions: true,
      render: (job) => <JobActions job={job} />,
    },
  ];
  return (
    <DataTable caption={t("table.caption")} columns={columns} rows={jobs} keyOf={(job) => job.id} />
  );
}

function State({ job }: { job: Job }) {
  const t = useTranslations("instance.jobs");
  const words = useLedgerWords();
  return (
    <>
      <span className="block">{t(`states.${job.state}`)}</span>
      {job.failureCode !== null && (
        <span className="block text-pretty text-muted">{words.failure(job.failureCode)}</span>
      )}
      {job.isHeldBack && <span className="block text-pretty text-danger">{t("heldBack")}</span>}
      {job.retryAt !== null && job.state === "queued" && !job.isHeldBack && (
        <span className="figures block text-muted">
          {t("again", { time: words.clock(job.retryAt) })}
        </span>
      )}
    </>
  );
}

function Age({ job: { queuedAt, attempts } }: { job: Job }) {
  const t = useTranslations("instance.jobs");
  const format = useFormatter();
  const words = useLedgerWords();
  const now = useNow({ updateInterval: AGE_EVERY_MS });
  return (
    <>
      <time dateTime={queuedAt} title={words.day(queuedAt)} className="block">
        {format.relativeTime(new Date(queuedAt), now)}
      </time>
      <span className="block text-muted">{t("times", { count: attempts })}</span>
    </>
  );
}
