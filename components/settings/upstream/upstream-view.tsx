"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { SettingsPage } from "@/components/settings/settings-page";
import { CheckForm } from "@/components/settings/upstream/check-form";
import { CheckReport } from "@/components/settings/upstream/check-report";
import { FoundPanel } from "@/components/settings/upstream/found-panel";
import { SavedPanel } from "@/components/settings/upstream/saved-panel";
import { upstreamQuery } from "@/lib/client/settings-queries";

export function UpstreamView() {
  const t = useTranslations("upstream");
  const { data: state } = useSuspenseQuery(upstreamQuery());
  const isUnderWay = state.check?.state === "queued" || state.check?.state === "running";
  const host = () => <strong className="font-medium text-ink">{state.host}</strong>;
  return (
    <SettingsPage
      title={t("title")}
      lead={state.isSandbox ? t("leadSandbox") : t.rich("lead", { host })}
    >
      <div className="flex flex-col gap-10">
        {state.check && <CheckReport check={state.check} models={state.models} />}
        {!isUnderWay && state.found.length > 0 && <FoundPanel state={state} />}
        {state.saved && <SavedPanel saved={state.saved} models={state.models} />}
        {!isUnderWay && <CheckForm state={state} />}
      </div>
    </SettingsPage>
  );
}
