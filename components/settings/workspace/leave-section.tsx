"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SettingsSection } from "@/components/settings/settings-section";
import { useWorkspaceCalls } from "@/components/settings/workspace/use-workspace-calls";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { membersQuery } from "@/lib/client/workspace-queries";

/** Leaves the workspace. The last owner has to transfer it first. */
export function LeaveSection() {
  const t = useTranslations("members.workspace.leave");
  const { workspace } = useStudio();
  const { leave } = useWorkspaceCalls();
  const { data } = useQuery(membersQuery(workspace.id));
  const [isAsking, setAsking] = useState(false);
  const owners = data?.members.filter(({ role }) => role === "owner").length ?? 0;
  const isLastOwner = workspace.role === "owner" && owners <= 1;
  return (
    <SettingsSection
      id="workspace-leave"
      title={t("title")}
      lead={t(isLastOwner ? "lastOwner" : "lead")}
    >
      <Button
        variant="danger"
        disabled={isLastOwner || leave.isPending}
        onClick={() => setAsking(true)}
      >
        {t("submit")}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("confirmTitle", { name: workspace.name })}
        description={t("confirmDescription")}
        confirmLabel={t("submit")}
        isDangerous
        onConfirm={() => leave.mutate()}
      />
    </SettingsSection>
  );
}
