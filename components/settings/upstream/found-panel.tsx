"use client";

import { useTranslations } from "next-intl";
import { ChangeList } from "@/components/settings/upstream/change-list";
import { useUpstreamCalls } from "@/components/settings/upstream/use-upstream-calls";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { UpstreamState } from "@/lib/contracts/upstream";

/** What the last check would change, until it is saved. */
export function FoundPanel({ state: { found, models, saved, check } }: { state: UpstreamState }) {
  const t = useTranslations("upstream.found");
  const { save } = useUpstreamCalls();
  const isSaved = saved !== null && check?.endedAt != null && saved.savedAt >= check.endedAt;
  if (isSaved) return null;
  return (
    <section aria-labelledby="check-found">
      <h3 id="check-found" className="mb-2 text-[15px] font-semibold">
        {t("title")}
      </h3>
      <ChangeList found={found} models={models} />
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[52ch] text-[13px] leading-[18px] text-pretty text-muted">
          {t("detail")}
        </p>
        <Button
          disabled={save.isPending}
          onClick={() => save.mutate(undefined, { onSuccess: () => void toast(t("saved")) })}
        >
          {t("save")}
        </Button>
      </div>
    </section>
  );
}
