"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckBox } from "@/components/links/check-box";
import { SettingsSection } from "@/components/settings/settings-section";
import { useStudio } from "@/components/shell/use-studio";
import { SelectField } from "@/components/ui/select-field";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import { sharePolicyQuery } from "@/lib/client/share-queries";
import type { BodyOf } from "@/lib/contracts/operations";
import { SHARE_RULES } from "@/lib/contracts/share-choices";

/** The longest lives that are offered, in days. */
const DAYS = [1, 7, 30, 90, 365] as const;

/** Which links the workspace allows; applies to those that exist, at once. */
export function SharePolicySection({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations("shares.policy");
  const { workspace } = useStudio();
  const client = useQueryClient();
  const problemText = useProblemText();
  const params = { workspaceId: workspace.id };
  const { data } = useQuery(sharePolicyQuery(workspace.id));
  const [wanted, setWanted] = useState<BodyOf<"shares.setPolicy">>({});
  const save = useMutation({
    mutationFn: (body: BodyOf<"shares.setPolicy">) => call("shares.setPolicy", { params, body }),
    onError: (error) => void toast(problemText(error), { tone: "error" }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.shares() });
      setWanted({});
    },
  });
  const policy = data && { ...data, ...wanted };
  const change = (body: BodyOf<"shares.setPolicy">) => {
    setWanted({ ...wanted, ...body });
    save.mutate(body);
  };
  const days = policy?.maxDays ?? null;
  return (
    <SettingsSection id="workspace-sharing" title={t("title")} lead={t("lead")}>
      {policy && (
        <fieldset disabled={!mayChange} className="grid max-w-md gap-4">
          <legend className="sr-only">{t("title")}</legend>
          <SelectField
            label={t("who.label")}
            value={policy.who}
            options={SHARE_RULES.map((value) => ({ value, label: t(`who.${value}`) }))}
            onChange={(event) => {
              const who = SHARE_RULES.find((rule) => rule === event.target.value);
              if (who) change({ who });
            }}
          />
          <SelectField
            label={t("days.label")}
            value={days === null ? "" : String(days)}
            options={[
              { value: "", label: t("days.none") },
              ...(days !== null && !DAYS.some((one) => one === days) ? [days, ...DAYS] : DAYS).map(
                (count) => ({ value: String(count), label: t("days.count", { count }) }),
              ),
            ]}
            onChange={(event) =>
              change({ maxDays: event.target.value === "" ? null : Number(event.target.value) })
            }
          />
          <CheckBox
            label={t("password")}
            isOn={policy.passwordRequired}
            onChange={(passwordRequired) => change({ passwordRequired })}
          />
          <CheckBox
            label={t("noPublic")}
            isOn={!policy.publicAllowed}
            onChange={(isOn) => change({ publicAllowed: !isOn })}
          />
        </fieldset>
      )}
    </SettingsSection>
  );
}
