"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SettingsSection } from "@/components/settings/settings-section";
import { useWorkspaceCalls } from "@/components/settings/workspace/use-workspace-calls";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SelectField } from "@/components/ui/select-field";
import { membersQuery } from "@/lib/client/workspace-queries";

/** Transfers ownership; you stay as an admin. */
export function HandOverSection() {
  const t = useTranslations("members.workspace.handOver");
  const { user, workspace } = useStudio();
  const { handOver } = useWorkspaceCalls();
  const { data } = useQuery(membersQuery(workspace.id));
  const [chosenId, setChosenId] = useState("");
  const [isAsking, setAsking] = useState(false);
  const others = data?.members.filter(({ userId }) => userId !== user.id) ?? [];
  const chosen = others.find(({ userId }) => userId === chosenId) ?? others[0];

  return (
    <SettingsSection id="workspace-hand-over" title={t("title")} lead={t("lead")}>
      {chosen === undefined ? (
        <p className="text-[14px] text-muted">{t("nobody")}</p>
      ) : (
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            label={t("to")}
            value={chosen.userId}
            onChange={(event) => setChosenId(event.target.value)}
            options={others.map(({ userId, name, email }) => ({
              value: userId,
              label: email === null ? name : `${name} · ${email}`,
            }))}
            className="w-full sm:w-80"
          />
          <Button className="h-11" disabled={handOver.isPending} onClick={() => setAsking(true)}>
            {t("submit")}
          </Button>
          <ConfirmDialog
            open={isAsking}
            onOpenChange={setAsking}
            title={t("confirmTitle", { name: chosen.name })}
            description={t("confirmDescription", { workspace: workspace.name })}
            confirmLabel={t("submit")}
            onConfirm={() => handOver.mutate(chosen.userId)}
          />
        </div>
      )}
    </SettingsSection>
  );
}
