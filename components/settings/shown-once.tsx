"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";

type Props = {
  label: string;
  help?: string;
  /** A link or token that is not stored and cannot be shown again. */
  value: string;
  onDone: () => void;
  /** Between the value and the buttons. */
  children?: ReactNode;
};

/** Shows a secret once, with a copy button. */
export function ShownOnce({ label, help, value, onDone, children }: Props) {
  const t = useTranslations("settings.once");
  const [isCopied, setCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without https there is no clipboard API; the field can still be selected.
      await toast(t("copyFailed"), { tone: "error" });
    }
  };
  return (
    <div className="grid gap-5">
      <TextField
        label={label}
        help={help}
        value={value}
        readOnly
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        className="[&_input]:font-mono [&_input]:text-[13px]"
      />
      {children}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t("done")}</Button>
        <Button variant="primary" onClick={() => void copy()}>
          <Icon aria-hidden className="size-4" />
          <span aria-live="polite">{t(isCopied ? "copied" : "copy")}</span>
        </Button>
      </div>
    </div>
  );
}
