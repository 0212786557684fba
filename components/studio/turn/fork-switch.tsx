"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Fork } from "@/components/studio/thread/selection";
import { useStudioActions } from "@/components/studio/studio-actions";
import { hint } from "@/components/ui/tooltip";
import type { TurnId } from "@/lib/contracts/ids";

/** "‹ 2 of 3 ›" beside a turn that has siblings. The keys `[` and `]` do the same. */
export function ForkSwitch({ fork }: { fork: Fork }) {
  const t = useTranslations("studio.fork");
  return (
    <span
      role="group"
      aria-label={t("label")}
      className="figures ml-2 inline-flex h-6 items-center rounded-full border border-line align-middle text-[12px] whitespace-nowrap text-muted"
    >
      <Step label={t("previous")} keys="[" to={fork.previous}>
        <ChevronLeft aria-hidden className="size-3.5" />
      </Step>
      <span>{t("place", { place: fork.position, count: fork.count })}</span>
      <Step label={t("next")} keys="]" to={fork.next}>
        <ChevronRight aria-hidden className="size-3.5" />
      </Step>
    </span>
  );
}

type StepProps = { label: string; keys: string; to: TurnId | null; children: ReactNode };

function Step({ label, keys, to, children }: StepProps) {
  const { goTo } = useStudioActions();
  return (
    <button
      type="button"
      aria-label={label}
      {...hint(label, keys)}
      disabled={to === null}
      onClick={() => to && goTo(to)}
      className="relative inline-flex size-6 items-center justify-center rounded-full not-disabled:hover:text-ink disabled:opacity-35 pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5"
    >
      {children}
    </button>
  );
}
