"use client";

import { Check, Copy, Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ShareForm } from "@/components/links/dialog/use-share-form";
import { Button } from "@/components/ui/button";
import { SHARE_PASSWORD_MIN_CHARS } from "@/lib/contracts/share-choices";

type Props = { form: ShareForm; onCreate: () => void };

/** The address with Copy; before that the button that makes and copies it. */
export function AddressRow({ form, onCreate }: Props) {
  const t = useTranslations("links.dialog");
  const { share, isCopied, isWorking, choices } = form;
  if (share === null) {
    const isShort = choices.password !== null && choices.password.length < SHARE_PASSWORD_MIN_CHARS;
    return (
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        disabled={isWorking || isShort}
        onClick={onCreate}
      >
        <Link2 aria-hidden className="size-4" />
        {t("create")}
      </Button>
    );
  }
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="flex items-center gap-2 rounded-control border border-line bg-raised py-1 pr-1 pl-3">
      <Link2 aria-hidden className="size-4 shrink-0 text-muted" />
      <input
        readOnly
        aria-label={t("address")}
        value={share.url ?? t("hiddenAddress")}
        onFocus={(event) => event.currentTarget.select()}
        className="h-9 min-w-0 flex-1 truncate bg-transparent text-[14px] text-ink outline-none"
      />
      {share.url !== null && (
        <Button variant="primary" onClick={form.copyUrl}>
          <Icon aria-hidden className="size-4" />
          <span aria-live="polite">{t(isCopied ? "copied" : "copy")}</span>
        </Button>
      )}
    </div>
  );
}
