"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { KeyPanel } from "@/components/settings/keys/key-panel";
import { SettingsPage } from "@/components/settings/settings-page";
import { SettingsSection } from "@/components/settings/settings-section";
import { storedKeysQuery } from "@/lib/client/settings-queries";

/** Keys in the order in which they pay: your own, the workspace's, the instance's. */
export function KeysPage() {
  const t = useTranslations("keys");
  const { data: state } = useSuspenseQuery(storedKeysQuery());
  const { source, ending } = state.inUse;
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <p className="figures mb-7 text-[15px]">{t(`inUse.${source}`, { ending: ending ?? "" })}</p>
      <SettingsSection id="own-key" title={t("own.title")} lead={t("own.lead")}>
        <KeyPanel holder="member" storedKey={state.member} mayChange />
      </SettingsSection>
      <SettingsSection id="workspace-key" title={t("workspace.title")} lead={t("workspace.lead")}>
        <KeyPanel holder="workspace" storedKey={state.workspace} mayChange={state.mayManage} />
      </SettingsSection>
      <SettingsSection
        id="studio-key"
        title={t("instance.title")}
        lead={t(state.hasInstanceKey ? "instance.there" : "instance.none")}
      >
        {null}
      </SettingsSection>
    </SettingsPage>
  );
}
