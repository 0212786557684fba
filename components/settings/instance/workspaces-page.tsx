"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { type Column, DataTable } from "@/components/settings/data-table";
import { useByteWords } from "@/components/settings/instance/use-byte-words";
import { ListBody } from "@/components/settings/list-body";
import { ListRest } from "@/components/settings/list-rest";
import { SearchField } from "@/components/settings/search-field";
import { SettingsPage } from "@/components/settings/settings-page";
import { useDebounced } from "@/components/shell/use-debounced";
import { usd } from "@/components/ui/price";
import { workspaceReportsQuery } from "@/lib/client/instance-queries";
import type { WorkspaceReport } from "@/lib/contracts/instance";

const TYPING_MS = 250;

export function WorkspacesPage() {
  const t = useTranslations("instance.workspaces");
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim(), TYPING_MS);
  const list = useInfiniteQuery(workspaceReportsQuery(query === "" ? {} : { query }));
  const workspaces = list.data?.pages.flatMap((page) => page.workspaces) ?? [];
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SearchField label={t("search")} value={typed} onChange={setTyped} />
      <ListBody isOld={list.isPlaceholderData} className="mt-5">
        {workspaces.length > 0 && <WorkspacesTable workspaces={workspaces} />}
        <ListRest list={list} isEmpty={workspaces.length === 0} empty={t("empty")} />
      </ListBody>
    </SettingsPage>
  );
}

function WorkspacesTable({ workspaces }: { workspaces: WorkspaceReport[] }) {
  const t = useTranslations("instance.workspaces");
  const instance = useTranslations("instance");
  const format = useFormatter();
  const words = useLedgerWords();
  const bytes = useByteWords();
  const figures = {
    members: (it: WorkspaceReport) => format.number(it.members),
    threads: (it: WorkspaceReport) => format.number(it.threads),
    storage: (it: WorkspaceReport) => bytes(it.storedBytes),
    month: (it: WorkspaceReport) => usd(format, it.spentThisMonthMicroUsd),
    spent: (it: WorkspaceReport) => usd(format, it.spentMicroUsd),
  };
  const columns: Column<WorkspaceReport>[] = [
    {
      key: "workspace",
      label: t("table.workspace"),
      isHead: true,
      className: "md:max-w-[220px]",
      render: ({ name, kind }) => (
        <>
          <span className="block font-medium break-words">{name}</span>
          <span className="block text-muted">{t(`kinds.${kind}`)}</span>
        </>
      ),
    },
    ...(["members", "threads", "storage", "month", "spent"] as const).map((key) => ({
      key,
      label: t(`table.${key}`),
      isFigure: true,
      render: figures[key],
    })),
    {
      key: "active",
      label: t("table.active"),
      className: "figures text-muted md:whitespace-nowrap",
      render: ({ lastActivityAt }) =>
        lastActivityAt === null ? (
          instance("never")
        ) : (
          <time dateTime={lastActivityAt}>{words.day(lastActivityAt)}</time>
        ),
    },
  ];
  return (
    <DataTable
      caption={t("table.caption")}
      columns={columns}
      rows={workspaces}
      keyOf={(workspace) => workspace.id}
    />
  );
}
