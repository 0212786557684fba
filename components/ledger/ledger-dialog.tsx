"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { LedgerDetails } from "@/components/ledger/ledger-details";
import { Dialog } from "@/components/ui/dialog";
import type { GenerationId } from "@/lib/contracts/ids";

type Props = {
  generationId: GenerationId;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Details of a generation without a picture. */
export default function LedgerDialog({ generationId, open, onOpenChange }: Props) {
  const t = useTranslations("ledger");
  const [shownId, setShownId] = useState(generationId);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      placement="side"
      title={t("title")}
      description={t("description")}
    >
      <LedgerDetails generationId={shownId} onShow={setShownId} />
    </Dialog>
  );
}
