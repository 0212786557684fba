"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LinksTable } from "@/components/settings/links/links-table";
import { useLinkCalls } from "@/components/settings/links/use-link-calls";
import { ListRest } from "@/components/settings/list-rest";
import { Segments } from "@/components/settings/segments";
import { SettingsPage } from "@/components/settings/settings-page";
import { useStudio } from "@/components/shell/use-studio";
import { Button, buttonClass } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { HoverLink } from "@/components/ui/hover-link";
import { unreadQuery } from "@/lib/client/notice-queries";
import { sharesQuery } from "@/lib/client/share-queries";
import { isPermitted } from "@/lib/contracts/permissions";

/** Your links; for those who manage the workspace also everyone's. */
export function LinksPage() {
  const t = useTranslations("shares");
  const { workspace } = useStudio();
  const mayManage = workspace.kind === "team" && isPermitted(workspace.role, "manage");
  const [whose, setWhose] = useState<"mine" | "all">("mine");
  const [isAsking, setAsking] = useState(false);
  const list = useInfiniteQuery(sharesQuery(whose));
  const unread = useQuery(unreadQuery()).data?.unread ?? 0;
  const calls = useLinkCalls();
  const shares = list.data?.pages.flatMap((page) => page.shares) ?? [];
  const hasActive = shares.some(({ state }) => state === "active");
  return (
    <SettingsPage
      title={t("title")}
      lead={t(whose === "all" ? "leadAll" : "lead")}
      actions={
        whose === "mine" && (
          <>
            <HoverLink href="/settings/notices" className={buttonClass()}>
              {t("notices.title")}
              {unread > 0 && <span className="figures text-accent-strong">{unread}</span>}
            </HoverLink>
            {hasActive && (
              <Button variant="danger" onClick={() => setAsking(true)}>
                {t("revokeAll.open")}
              </Button>
            )}
          </>
        )
      }
    >
      {mayManage && (
        <div className="mb-5 w-fit">
          <Segments
            label={t("whose.label")}
            value={whose}
            options={(["mine", "all"] as const).map((value) => ({
              value,
              label: t(`whose.${value}`),
            }))}
            onChange={setWhose}
          />
        </div>
      )}
      <div aria-busy={list.isPending}>
        {shares.length > 0 && <LinksTable shares={shares} isEveryones={whose === "all"} />}
        <ListRest list={list} isEmpty={shares.length === 0} empty={t("empty")} />
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("revokeAll.title")}
        description={t("revokeAll.description", { name: workspace.name })}
        confirmLabel={t("revokeAll.confirm")}
        isDangerous
        onConfirm={() => calls.revokeAll.mutate()}
      />
    </SettingsPage>
  );
}
