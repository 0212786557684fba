"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import type { GenerationView } from "@/lib/contracts/generations";

const AnswerDialog = lazyPiece(
  () => import("@/components/answer/answer-dialog").then((it) => it.default),
  openHandle,
);

/** "Raw answer", for the owner. Loads when first pressed. */
export function AnswerButton({ generation }: { generation: GenerationView }) {
  const t = useTranslations("answer");
  const [isOpen, setOpen] = useState(false);
  const [wasEverOpen, setEverOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-haspopup="dialog"
        onClick={() => {
          setEverOpen(true);
          setOpen(true);
        }}
      >
        {t("button")}
      </Button>
      {wasEverOpen && <AnswerDialog generation={generation} open={isOpen} onOpenChange={setOpen} />}
    </>
  );
}
