"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";

type Props = {
  /** Label for the button's accessible name: "x-request-id". */
  name: string;
  text: string;
};

/** A complete id with a copy button. */
export function CopyText({ name, text }: Props) {
  const t = useTranslations("ledger");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      await toast(t("copied", { name }));
    } catch {
      await toast(t("copyFailed"), { tone: "error" });
    }
  };
  return (
    <span className="inline-flex min-w-0 items-start justify-end gap-1">
      <code className="min-w-0 font-mono text-[12px] leading-5 break-all">{text}</code>
      <IconButton
        label={t("copy", { name })}
        size="sm"
        className="-my-1"
        onClick={() => void copy()}
      >
        <Copy aria-hidden className="size-3.5" />
      </IconButton>
    </span>
  );
}
