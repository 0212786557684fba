"use client";

import { useTranslations } from "next-intl";
import { DialogButton } from "@/components/ui/dialog-button";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import type { GenerationView } from "@/lib/contracts/generations";

const AnswerDialog = lazyPiece(
  () => import("@/components/generation/answer-dialog").then((it) => it.default),
  openHandle,
);

/** "Raw answer", for the instance owner. The dialog loads on first use. */
export function AnswerButton({ generation }: { generation: GenerationView }) {
  const t = useTranslations("answer");
  return (
    <DialogButton
      text={t("button")}
      renderDialog={(isOpen, setOpen) => (
        <AnswerDialog generation={generation} open={isOpen} onOpenChange={setOpen} />
      )}
    />
  );
}
