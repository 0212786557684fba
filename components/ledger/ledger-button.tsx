"use client";

import { useTranslations } from "next-intl";
import { DialogButton } from "@/components/ui/dialog-button";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import type { GenerationId } from "@/lib/contracts/ids";

const LedgerDialog = lazyPiece(
  () => import("@/components/ledger/ledger-dialog").then((it) => it.default),
  openHandle,
);

type Props = {
  generationId: GenerationId;
  /** Tells it from others on the same page, for screen readers. */
  label?: string;
};

/** "Details": when it was sent, with which ids, and what it cost. Loads when first pressed. */
export function LedgerButton({ generationId, label }: Props) {
  const t = useTranslations("ledger");
  return (
    <DialogButton
      text={t("open")}
      label={label}
      renderDialog={(isOpen, setOpen) => (
        <LedgerDialog generationId={generationId} open={isOpen} onOpenChange={setOpen} />
      )}
    />
  );
}
