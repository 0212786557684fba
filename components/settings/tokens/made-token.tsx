"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ShownOnce } from "@/components/settings/shown-once";

function asCode(words: ReactNode) {
  return <code className="font-mono text-[12px] text-ink">{words}</code>;
}

type Props = { token: string; onDone: () => void };

/** Shows the new token once, with how to use it. */
export function MadeToken({ token, onDone }: Props) {
  const t = useTranslations("tokens.made");
  return (
    <ShownOnce label={t("token")} help={t("once")} value={token} onDone={onDone}>
      <p className="text-[13px] leading-5 text-pretty text-muted">
        {t.rich("use", { code: asCode })}
      </p>
    </ShownOnce>
  );
}
