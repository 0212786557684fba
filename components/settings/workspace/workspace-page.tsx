"use client";

import { useTranslations } from "next-intl";
import { SettingsPage } from "@/components/settings/settings-page";
import { SettingsSection } from "@/components/settings/settings-section";
import { DeleteSection } from "@/components/settings/workspace/delete-section";
import { HandOverSection } from "@/components/settings/workspace/hand-over-section";
import { LeaveSection } from "@/components/settings/workspace/leave-section";
import { NameForm } from "@/components/settings/workspace/name-form";
import { SharePolicySection } from "@/components/settings/workspace/share-policy";
import { VisibilityChoice } from "@/components/settings/workspace/visibility-choice";
import { useStudio } from "@/components/shell/use-studio";
import { isPermitted } from "@/lib/contracts/permissions";

export function WorkspacePage() {
  const t = useTranslations("members.workspace");
  const roles = useTranslations("shell.roles");
  const { workspace } = useStudio();
  const isTeam = workspace.kind === "team";
  const mayManage = isPermitted(workspace.role, "manage");
  const isOwner = isPermitted(workspace.role, "own");

  return (
    <SettingsPage
      title={t("title")}
      lead={isTeam ? t("lead", { role: roles(workspace.role) }) : t("leadPersonal")}
    >
      <SettingsSection id="workspace-name" title={t("name.title")}>
        <NameForm key={workspace.name} mayChange={mayManage} />
      </SettingsSection>
      {isTeam && (
        <SettingsSection
          id="workspace-visibility"
          title={t("visibility.title")}
          lead={t("visibility.lead")}
        >
          <VisibilityChoice mayChange={mayManage} />
        </SettingsSection>
      )}
      <SharePolicySection mayChange={mayManage} />
      {isTeam && isOwner && <HandOverSection />}
      {isTeam && <LeaveSection />}
      {isTeam && isOwner && <DeleteSection />}
    </SettingsPage>
  );
}
