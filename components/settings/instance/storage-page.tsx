"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useByteWords } from "@/components/settings/instance/use-byte-words";
import { SettingsPage } from "@/components/settings/settings-page";
import { Button } from "@/components/ui/button";
import { storageQuery } from "@/lib/client/instance-queries";
import { useProblemText } from "@/lib/client/problem-text";
import type { StorageReport } from "@/lib/contracts/instance";

/** Warn below this: a few large answers could fill the disk (see domain/disk). */
const LOW_BYTES = 1_000_000_000;

export function StoragePage() {
  const t = useTranslations("instance.storage");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const report = useQuery(storageQuery());
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      {report.isPending && <p role="status">{common("loading")}</p>}
      {report.isError && (
        <div role="alert" className="flex flex-col items-start gap-3">
          <p className="text-[14px]">{problemText(report.error)}</p>
          <Button size="sm" onClick={() => void report.refetch()}>
            {common("retry")}
          </Button>
        </div>
      )}
      {report.data && <Report report={report.data} />}
    </SettingsPage>
  );
}

function Report({ report }: { report: StorageReport }) {
  const t = useTranslations("instance.storage");
  const bytes = useByteWords();
  const { blobs, spool, disk, versions, database } = report;
  const isLow = disk !== null && (!disk.hasRoom || disk.freeBytes < LOW_BYTES);
  return (
    <>
      {isLow && (
        <p role="status" className="mb-6 border-l-2 border-danger pl-3 text-[14px] text-danger">
          {disk.hasRoom ? t("low") : t("full", { count: disk.heldBack })}
        </p>
      )}
      <Facts title={t("space")}>
        <Fact name={t("rows.pictures")} note={t("files", { count: blobs.count })}>
          {bytes(blobs.bytes)}
        </Fact>
        <Fact name={t("rows.spool")} note={t("files", { count: spool.count })}>
          {bytes(spool.bytes)}
        </Fact>
        <Fact name={t("rows.database")}>{bytes(database.bytes)}</Fact>
        <Fact name={t("rows.folder")} note={report.folderBytes === null ? t("slow") : undefined}>
          {report.folderBytes === null ? "–" : bytes(report.folderBytes)}
        </Fact>
        <Fact
          name={t("rows.free")}
          note={disk === null ? t("unknown") : t("freeOf", { total: bytes(disk.totalBytes) })}
        >
          {disk === null ? "–" : bytes(disk.freeBytes)}
        </Fact>
        {disk !== null && (
          <Fact name={t("rows.unreserved")} note={t("unreservedNote")}>
            {bytes(disk.unreservedBytes)}
          </Fact>
        )}
      </Facts>
      <Facts title={t("about")}>
        <Fact name={t("versions.mode")}>{t(`modes.${report.mode}`)}</Fact>
        <Fact name={t("versions.folder")}>
          <code className="font-mono text-[12px] break-all">{report.folder}</code>
        </Fact>
        <Fact name={t("versions.app")}>{versions.app}</Fact>
        <Fact name={t("versions.node")}>{versions.node}</Fact>
        <Fact name={t("versions.database")}>{database.version}</Fact>
        {versions.migration !== null && (
          <Fact name={t("versions.migration")}>
            <code className="font-mono text-[12px] break-all">{versions.migration}</code>
          </Fact>
        )}
      </Facts>
    </>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-8">
      <h3 className="mb-1 text-[15px] font-semibold">{title}</h3>
      <dl className="text-[14px] leading-5">{children}</dl>
    </section>
  );
}

function Fact({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-2.5">
      <dt className="w-40 shrink-0 text-muted">{name}</dt>
      <dd className="figures min-w-0 flex-1 basis-48">
        {children}
        {note && <span className="ml-2 text-[13px] text-muted">{note}</span>}
      </dd>
    </div>
  );
}
