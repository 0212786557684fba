"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { LedgerButton } from "@/components/ledger/ledger-button";
import { useGenerationCalls } from "@/components/studio/generation-calls";
import { usd } from "@/components/studio/price";
import { useStudioActions } from "@/components/studio/studio-actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { actionFor, type FailureAction, isFailureCode } from "@/lib/contracts/failures";
import type { GenerationView } from "@/lib/contracts/generations";
import type { TurnView } from "@/lib/contracts/turns";

type Props = { turn: TurnView; generation: GenerationView };

/** A generation that ended without a picture: what happened, whether money was spent, what to do now. */
export function FailureNote({ turn, generation }: Props) {
  const t = useTranslations("studio.failure");
  const sentence = useFailureSentence(generation);
  const spent = useSpentSentence(generation);
  return (
    <div
      role="status"
      className="flex h-full min-h-40 w-full flex-col justify-center gap-3 rounded-print border border-line bg-sunken/60 p-5"
    >
      <p className="text-[15px] leading-[22px] text-pretty text-ink">{sentence}</p>
      {generation.modelWords && (
        <blockquote className="max-h-40 overflow-y-auto border-l-2 border-line-strong pl-3 text-[14px] leading-5 break-words whitespace-pre-wrap text-muted">
          <span className="sr-only">{t("modelSaid")} </span>
          {generation.modelWords}
        </blockquote>
      )}
      {spent && <p className="figures text-[13px] leading-[18px] text-muted">{spent}</p>}
      <FailureButtons turn={turn} generation={generation} />
    </div>
  );
}

function FailureButtons({ turn, generation }: Props) {
  const t = useTranslations("studio.failure");
  const format = useFormatter();
  const { edit, vary } = useStudioActions();
  const calls = useGenerationCalls(generation);
  const [isAsking, setIsAsking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const action = nextStepOf(generation);
  const mayCost = !generation.isSandbox && generation.billed !== "no" && action !== "look_again";

  const retry = async (mayPayAgain: boolean) => {
    setIsBusy(true);
    await calls.retry(mayPayAgain).finally(() => setIsBusy(false));
  };
  const sendAgain = () => {
    if (mayCost) setIsAsking(true);
    // The sandbox costs nothing, so there the word is given by the press itself.
    else void retry(generation.billed !== "no" && action !== "look_again");
  };
  const isAgainFirst = action !== "edit" && action !== "offer_2k";
  const again = action === "look_again" ? t("lookAgain") : mayCost ? t("sendAgain") : t("retry");

  return (
    <div className="flex flex-wrap gap-2">
      {action === "offer_2k" && (
        <Button size="sm" onClick={() => vary(turn, { tier: "2K" })}>
          {t("offer2k")}
        </Button>
      )}
      {action === "edit" && (
        <Button size="sm" onClick={() => edit(turn)}>
          {t("edit")}
        </Button>
      )}
      <Button
        size="sm"
        variant={isAgainFirst ? "outline" : "ghost"}
        disabled={isBusy}
        onClick={sendAgain}
      >
        {again}
      </Button>
      {action !== "edit" && (
        <Button size="sm" variant="ghost" onClick={() => edit(turn)}>
          {t("edit")}
        </Button>
      )}
      <LedgerButton generationId={generation.id} />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("confirmTitle")}
        description={t("confirmText", { price: usd(format, generation.priceMicroUsd) })}
        confirmLabel={t("sendAgain")}
        onConfirm={() => void retry(true)}
      />
    </div>
  );
}

function nextStepOf(generation: GenerationView): FailureAction {
  const code = generation.failureCode;
  const billed = generation.billed ?? "unknown";
  if (code !== null && isFailureCode(code))
    return actionFor({ code, billed, hint: generation.failureHint ?? undefined });
  return billed === "no" ? "retry" : "send_again";
}

function useFailureSentence({ state, failureCode, sentAt }: GenerationView): string {
  const t = useTranslations("studio.failure");
  const failures = useTranslations("failures");
  if (state === "cancelled") return sentAt === null ? t("cancelledUnsent") : t("cancelledSent");
  const code = failureCode ?? (state === "unknown" ? "unknown_outcome" : "internal");
  return failures.has(code) ? failures(code) : t("other");
}

function useSpentSentence(generation: GenerationView): string | null {
  const t = useTranslations("studio.failure");
  const format = useFormatter();
  if (generation.isSandbox) return t("sandbox");
  if (generation.state === "cancelled" && generation.sentAt === null) return t("billedNo");
  const price = usd(format, generation.costMicroUsd ?? generation.priceMicroUsd);
  switch (generation.billed) {
    case "no":
      return t("billedNo");
    case "yes":
      return t("billedYes", { price });
    case "unknown":
    case null:
      return t("billedUnknown", { price });
  }
}
