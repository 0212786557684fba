"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { ShownOnce } from "@/components/settings/shown-once";
import { Dialog } from "@/components/ui/dialog";

export type PersonLink = { name: string; path: string; expiresAt: string };

type Props = { link: PersonLink | null; onClose: () => void };

/** Shows a one-time link. It is not stored, so it cannot be shown again. */
export function LinkDialog({ link, onClose }: Props) {
  // Keep the content while the closing animation runs.
  const [shown, setShown] = useState(link);
  if (link !== null && link !== shown) setShown(link);
  const t = useTranslations("instance.people.link");
  const words = useLedgerWords();
  const address = shown === null ? "" : `${globalThis.location?.origin ?? ""}${shown.path}`;
  return (
    <Dialog
      open={link !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t("title", { name: shown?.name ?? "" })}
      description={t("lead", { until: shown === null ? "" : words.day(shown.expiresAt) })}
    >
      <ShownOnce key={address} label={t("name")} value={address} onDone={onClose} />
    </Dialog>
  );
}
