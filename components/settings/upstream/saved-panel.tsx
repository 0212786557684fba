"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ChangeList } from "@/components/settings/upstream/change-list";
import { useUpstreamCalls } from "@/components/settings/upstream/use-upstream-calls";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import type { UpstreamState } from "@/lib/contracts/upstream";

type Props = { saved: NonNullable<UpstreamState["saved"]>; models: UpstreamState["models"] };

/** Findings that override the profiles, since when, and how to discard them. */
export function SavedPanel({ saved, models }: Props) {
  const t = useTranslations("upstream.saved");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const { forget } = useUpstreamCalls();
  const [isAsking, setAsking] = useState(false);
  const date = format.dateTime(new Date(saved.savedAt), {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
  return (
    <section aria-labelledby="check-saved">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 id="check-saved" className="text-[15px] font-semibold">
          {t("title")}
        </h3>
        <Button size="sm" disabled={forget.isPending} onClick={() => setAsking(true)}>
          {t("forget")}
        </Button>
      </div>
      <ChangeList found={saved.models} models={models} />
      <p className="figures mt-3 text-[13px] text-muted">{t("at", { date })}</p>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("forgetTitle")}
        description={t("forgetText")}
        confirmLabel={t("forget")}
        onConfirm={() => forget.mutate(undefined, { onSuccess: () => void toast(t("forgotten")) })}
      />
    </section>
  );
}
