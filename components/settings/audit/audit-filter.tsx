"use client";

import { useTranslations } from "next-intl";
import { type AuditChoice, EMPTY_CHOICE } from "@/components/settings/audit/audit-choice";
import { DayFields } from "@/components/settings/day-fields";
import { SearchField } from "@/components/settings/search-field";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { fieldClass } from "@/components/ui/text-field";
import { AUDIT_ACTS, type AuditAct } from "@/lib/contracts/audit";

type Props = { choice: AuditChoice; onChange: (choice: AuditChoice) => void };

/** Nouns in the order of AUDIT_ACTS. */
const GROUPS = [...new Set(AUDIT_ACTS.map(groupOf))];

function groupOf(act: AuditAct) {
  return act.slice(0, act.indexOf(".")) as AuditAct extends `${infer Group}.${string}`
    ? Group
    : never;
}

export function AuditFilter({ choice, onChange }: Props) {
  const t = useTranslations("audit.filter");
  const groups = useTranslations("audit.groups");
  const acts = useTranslations("audit.acts");
  const isOpen = Object.values(choice).every((value) => value === "");
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        <label className="min-w-0 flex-1 basis-48 sm:max-w-72">
          <span className="sr-only">{t("act")}</span>
          <select
            value={choice.act}
            onChange={(event) => onChange({ ...choice, act: event.target.value as AuditAct | "" })}
            className={classNames(fieldClass, "h-9 px-2 text-[13px]! pointer-coarse:h-11")}
          >
            <option value="">{t("allActs")}</option>
            {GROUPS.map((group) => (
              <optgroup key={group} label={groups(group)}>
                {AUDIT_ACTS.filter((act) => groupOf(act) === group).map((act) => (
                  <option key={act} value={act}>
                    {acts(act)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <SearchField
          label={t("actor")}
          value={choice.actor}
          onChange={(actor) => onChange({ ...choice, actor })}
        />
        <SearchField
          label={t("target")}
          value={choice.target}
          onChange={(target) => onChange({ ...choice, target })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <DayFields
          range={choice}
          onChange={(range) => onChange({ ...choice, ...range })}
          labels={{ from: t("from"), to: t("to") }}
        />
        {!isOpen && (
          <Button size="sm" variant="ghost" onClick={() => onChange(EMPTY_CHOICE)}>
            {t("clear")}
          </Button>
        )}
      </div>
    </div>
  );
}
