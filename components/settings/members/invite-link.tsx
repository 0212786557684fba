"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import type { InviteMade } from "@/lib/contracts/workspaces";

type Props = { made: InviteMade; onDone: () => void };

/** The link, shown once. The token stands behind the `#`, which no server and no log is ever told. */
export function InviteLink({ made: { invite, token, isMailSent }, onDone }: Props) {
  const t = useTranslations("members.invite");
  const [isCopied, setCopied] = useState(false);
  const link = `${location.origin}/invite#${token}`;

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Over plain http there is no clipboard: the field is there to be selected.
      await toast(t("copyFailed"), { tone: "error" });
    }
  };
  return (
    <div className="grid gap-5">
      <p className="text-[14px] leading-5 text-pretty text-muted">
        {isMailSent ? t("sent", { email: invite.email ?? "" }) : t("handOver")}
      </p>
      <TextField
        label={t("link")}
        help={invite.email === null ? t("once") : t("onceFor", { email: invite.email })}
        value={link}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        className="figures"
      />
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
