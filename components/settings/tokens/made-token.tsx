"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";

function asCode(words: ReactNode) {
  return <code className="font-mono text-[12px] text-ink">{words}</code>;
}

type Props = { token: string; onDone: () => void };

/** The token, this once, and what to do with it. */
export function MadeToken({ token, onDone }: Props) {
  const t = useTranslations("tokens.made");
  const [isCopied, setCopied] = useState(false);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token);
      setCopied(true);
    } catch {
      // Over plain http there is no clipboard: the field is there to be selected.
      await toast(t("copyFailed"), { tone: "error" });
    }
  };
  return (
    <div className="grid gap-5">
      <TextField
        label={t("token")}
        help={t("once")}
        value={token}
        readOnly
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        className="[&_input]:font-mono [&_input]:text-[13px]"
      />
      <p className="text-[13px] leading-5 text-pretty text-muted">
        {t.rich("use", { code: asCode })}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t("done")}</Button>
        <Button variant="primary" onClick={() => void copy()}>
          {isCopied ? (
            <Check aria-hidden className="size-4" />
          ) : (
            <Copy aria-hidden className="size-4" />
          )}
          <span aria-live="polite">{t(isCopied ? "copied" : "copy")}</span>
        </Button>
      </div>
    </div>
  );
}
