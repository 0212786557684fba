"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  auditCsvAddress,
  type AuditReach,
  EMPTY_CHOICE,
  toAuditQuery,
} from "@/components/settings/audit/audit-choice";
import { AuditFilter } from "@/components/settings/audit/audit-filter";
import { AuditTable } from "@/components/settings/audit/audit-table";
import { ListBody } from "@/components/settings/list-body";
import { ListRest } from "@/components/settings/list-rest";
import { SettingsPage } from "@/components/settings/settings-page";
import { useDebounced } from "@/components/shell/use-debounced";
import { useStudio } from "@/components/shell/use-studio";
import { buttonClass } from "@/components/ui/button";
import { auditQuery } from "@/lib/client/instance-queries";

const TYPING_MS = 250;

export function AuditPage({ reach }: { reach: AuditReach }) {
  const t = useTranslations("audit");
  const { workspace } = useStudio();
  const [choice, setChoice] = useState(EMPTY_CHOICE);
  const actor = useDebounced(choice.actor, TYPING_MS);
  const target = useDebounced(choice.target, TYPING_MS);
  const query = toAuditQuery({ ...choice, actor, target });
  const list = useInfiniteQuery(auditQuery(reach, query));
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? [];
  const isInstance = reach === "instance";

  return (
    <SettingsPage
      title={t("title")}
      lead={t(isInstance ? "instanceLead" : "lead")}
      actions={
        <a href={auditCsvAddress(reach, query, workspace.id)} download className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          {t("csv")}
        </a>
      }
    >
      <AuditFilter choice={choice} onChange={setChoice} />
      <ListBody isOld={list.isPlaceholderData} className="mt-5">
        {lines.length > 0 && <AuditTable lines={lines} isInstance={isInstance} />}
        <ListRest
          list={list}
          isEmpty={lines.length === 0}
          empty={t(Object.keys(query).length > 0 ? "emptyFiltered" : "empty")}
        />
      </ListBody>
    </SettingsPage>
  );
}
