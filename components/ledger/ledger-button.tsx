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
  /** Distinguishes the button from others on the page, for screen readers. */
  label?: string;
};

/** "Details": times, ids and cost of a call. The dialog loads on first use. */
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
