"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useState } from "react";
import { AnswerButton } from "@/components/generation/answer-button";
import { LedgerButton } from "@/components/ledger/ledger-button";
import { useStudio } from "@/components/shell/use-studio";
import { useGenerationCalls } from "@/components/generation/use-generation-actions";
import { usd } from "@/components/ui/price";
import { useStudioActions } from "@/components/studio/studio-actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  actionFor,
  type FailureAction,
  isFailureCode,
  isFreshAnswer,
  mayTrySameAgain,
} from "@/lib/contracts/failures";
import type { GenerationView } from "@/lib/contracts/generations";
import type { TurnView } from "@/lib/contracts/turns";

const MINUTE_MS = 60_000;

type Props = { turn: TurnView; generation: GenerationView };

/** Next steps after a failure, the likeliest first. Steps that may cost again ask for confirmation. */
export function FailureButtons({ turn, generation }: Props) {
  const t = useTranslations("studio.failure");
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  const { user } = useStudio();
  const { edit, vary, mayMake } = useStudioActions();
  const calls = useGenerationCalls(generation);
  const [isAsking, setIsAsking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const action = nextStepOf(generation, now.getTime());
  const mayCost = !generation.isSandbox && generation.billed !== "no";

  const whileBusy = async (work: Promise<unknown>) => {
    setIsBusy(true);
    await work.finally(() => setIsBusy(false));
  };
  const sendAgain = () => {
    if (mayCost) setIsAsking(true);
    // The sandbox costs nothing, so it needs no confirmation.
    else void whileBusy(calls.retry(generation.billed !== "no"));
  };
  if (!mayMake) {
    return (
      <div className="-ml-2.5 flex">
        <LedgerButton generationId={generation.id} />
      </div>
    );
  }
  const isAgainFirst = !["edit", "offer_2k", "look_again"].includes(action);
  const lookAgain = generation.hasAnswer && (
    <Button
      size="sm"
      variant={action === "look_again" ? "outline" : "ghost"}
      disabled={isBusy}
      onClick={() => void whileBusy(calls.lookAgain({ path: null, keep: false }))}
    >
      {t("lookAgain")}
    </Button>
  );

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
      {action === "look_again" && lookAgain}
      {mayTrySameAgain(generation.failureCode) && (
        <Button
          size="sm"
          variant={isAgainFirst ? "outline" : "ghost"}
          disabled={isBusy}
          onClick={sendAgain}
        >
          {mayCost ? t("sendAgain") : t("retry")}
        </Button>
      )}
      {action !== "edit" && (
        <Button size="sm" variant="ghost" onClick={() => edit(turn)}>
          {t("edit")}
        </Button>
      )}
      {action !== "look_again" && lookAgain}
      {generation.hasAnswer && user.isInstanceOwner && <AnswerButton generation={generation} />}
      <LedgerButton generationId={generation.id} />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("confirmTitle")}
        description={t("confirmText", { price: usd(format, generation.priceMicroUsd) })}
        confirmLabel={t("sendAgain")}
        onConfirm={() => void whileBusy(calls.retry(true))}
      />
    </div>
  );
}

function nextStepOf(generation: GenerationView, nowMs: number): FailureAction {
  const { failureCode, hasAnswer } = generation;
  const billed = generation.billed ?? "unknown";
  const code = failureCode ?? (generation.state === "cancelled" ? "cancelled" : null);
  if (code !== null && isFailureCode(code)) {
    const hint = generation.failureHint ?? undefined;
    const isFresh = isFreshAnswer(generation, nowMs);
    return actionFor({ code, billed, hint, hasAnswer, isFresh });
  }
  return billed === "no" ? "retry" : "send_again";
}
