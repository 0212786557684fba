"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { type AuditFact, auditFacts } from "@/components/settings/audit/audit-facts";
import { type Column, DataTable } from "@/components/settings/data-table";
import { usd } from "@/components/ui/price";
import type { AuditLine } from "@/lib/contracts/audit-log";

type Props = {
  lines: AuditLine[];
  /** The instance's log also shows the workspace of each entry. */
  isInstance: boolean;
};

export function AuditTable({ lines, isInstance }: Props) {
  const t = useTranslations("audit");
  const words = useLedgerWords();
  const columns: Column<AuditLine>[] = [
    {
      key: "when",
      label: t("table.when"),
      className: "figures text-muted md:whitespace-nowrap",
      render: (line) => <time dateTime={line.at}>{words.day(line.at)}</time>,
    },
    {
      key: "actor",
      label: t("table.actor"),
      className: "md:max-w-[180px]",
      render: (line) => (
        <>
          <span className="block break-words">
            {line.actorId === null ? t("commandLine") : line.actorName}
          </span>
          {line.address !== null && (
            <span className="figures block break-all text-muted">{line.address}</span>
          )}
        </>
      ),
    },
    {
      key: "act",
      label: t("table.act"),
      className: "md:max-w-[260px]",
      render: (line) => <Act line={line} />,
    },
    {
      key: "target",
      label: t("table.target"),
      className: "md:max-w-[220px]",
      render: (line) => (
        <>
          <span className="block break-words">
            {line.targetName || <span className="text-muted">{t("privateTarget")}</span>}
          </span>
          {isInstance && line.workspace !== null && (
            <span className="block break-words text-muted">{line.workspace.name}</span>
          )}
        </>
      ),
    },
  ];
  return (
    <DataTable
      caption={t("table.caption")}
      columns={columns}
      rows={lines}
      keyOf={(line) => line.id}
    />
  );
}

/** An entry written by another version may have an act without a translation. */
function Act({ line }: { line: AuditLine }) {
  const t = useTranslations("audit.acts");
  const facts = auditFacts(line.details);
  const key = line.act;
  return (
    <>
      <span className="block">{t.has(key) ? t(key) : line.act}</span>
      {facts.map((fact) => (
        <Fact key={fact.key} fact={fact} />
      ))}
    </>
  );
}

function Fact({ fact: { key, from, to } }: { fact: AuditFact }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const words = useLedgerWords();
  const value = (text: string) => {
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return words.day(text);
    if (key?.endsWith("MicroUsd") && /^\d+$/.test(text)) return usd(format, Number(text));
    return t.has(`values.${text}`) ? t(`values.${text}`) : text;
  };
  const change = from === undefined ? value(to) : `${value(from)} → ${value(to)}`;
  const name = key === null ? null : t.has(`details.${key}`) ? t(`details.${key}`) : key;
  return (
    <span className="block break-words text-muted">
      {name === null ? change : t("fact", { name, value: change })}
    </span>
  );
}
