"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";

export type PersonLink = { name: string; path: string; expiresAt: string };

type Props = { link: PersonLink | null; onClose: () => void };

/** A link that is shown this once: it is kept nowhere, so closing is the end of it. */
export function LinkDialog({ link, onClose }: Props) {
  // What was shown stays while the dialog closes.
  const [shown, setShown] = useState(link);
  if (link !== null && link !== shown) setShown(link);
  const t = useTranslations("instance.people.link");
  const words = useLedgerWords();
  const address = shown === null ? "" : `${globalThis.location?.origin ?? ""}${shown.path}`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      await toast(t("copied"));
    } catch {
      await toast(t("copyFailed"), { tone: "error" });
    }
  };
  return (
    <Dialog
      open={link !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t("title", { name: shown?.name ?? "" })}
      description={t("lead", { until: shown === null ? "" : words.day(shown.expiresAt) })}
    >
      <TextField
        label={t("name")}
        value={address}
        readOnly
        spellCheck={false}
        className="mb-4 font-mono"
        onFocus={(event) => event.target.select()}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("close")}</Button>
        <Button variant="primary" onClick={() => void copy()}>
          <Copy aria-hidden className="size-4" />
          {t("copy")}
        </Button>
      </div>
    </Dialog>
  );
}
