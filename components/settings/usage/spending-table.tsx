"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type Column, DataTable } from "@/components/settings/data-table";
import { Segments } from "@/components/settings/segments";
import { useModelLabel } from "@/components/shell/use-studio";
import { usd } from "@/components/ui/price";
import type { Spending, SpendingSums } from "@/lib/contracts/spending";

const VIEWS = ["days", "models", "members"] as const;
type View = (typeof VIEWS)[number];
type Row = SpendingSums & { key: string; name: string };

/** The same sums by day and model, by model, or by member. */
export function SpendingTable({ spending }: { spending: Spending }) {
  const t = useTranslations("usage.spending");
  const modelLabel = useModelLabel();
  const format = useFormatter();
  const [chosen, setView] = useState<View>("days");
  // Without `usage` of others there is only one member.
  const views = VIEWS.filter((view) => view !== "members" || spending.isEverybodys);
  const view = views.includes(chosen) ? chosen : "days";
  const money = (microUsd: number) => (microUsd === 0 ? "–" : usd(format, microUsd));
  const dayText = (day: string) =>
    format.dateTime(new Date(day), { dateStyle: "medium", timeZone: "UTC" });

  const columns: Column<Row>[] = [
    { key: "name", label: t(`by.${view}`), render: (row) => row.name, isHead: true },
    { key: "calls", label: t("calls"), render: (row) => format.number(row.calls), isFigure: true },
    {
      key: "pictures",
      label: t("pictures"),
      render: (row) => format.number(row.pictures),
      isFigure: true,
    },
    {
      key: "billed",
      label: t("billed"),
      render: (row) => money(row.billedMicroUsd),
      isFigure: true,
    },
    {
      key: "perhaps",
      label: t("perhaps"),
      render: (row) => money(row.perhapsMicroUsd),
      isFigure: true,
    },
    {
      key: "reserved",
      label: t("reserved"),
      render: (row) => money(row.reservedMicroUsd),
      isFigure: true,
    },
  ];
  const rows: Record<View, () => Row[]> = {
    days: () =>
      spending.days.toReversed().map((row) => ({
        ...row,
        key: `${row.day} ${row.model}`,
        name: `${dayText(row.day)} · ${modelLabel(row.model)}`,
      })),
    models: () =>
      spending.models.map((row) => ({ ...row, key: row.model, name: modelLabel(row.model) })),
    members: () => spending.members.map((row) => ({ ...row, key: row.userId })),
  };
  return (
    <div>
      <div className="mb-2 flex">
        <Segments
          label={t("view")}
          options={views.map((value) => ({ value, label: t(`by.${value}`) }))}
          value={view}
          onChange={setView}
        />
      </div>
      <DataTable
        caption={t("caption")}
        columns={columns}
        rows={rows[view]()}
        keyOf={({ key }) => key}
      />
    </div>
  );
}
