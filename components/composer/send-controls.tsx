"use client";

import { ArrowUp } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import type { Blocked } from "@/components/composer/why-blocked";
import { usd } from "@/components/ui/price";
import { classNames } from "@/components/ui/class-names";
import { hint } from "@/components/ui/tooltip";
import { PROMPT_MAX_CHARS } from "@/lib/contracts/limits";

/** The counter appears from this many characters on. */
const COUNTER_FROM = PROMPT_MAX_CHARS - 2_000;

type Props = {
  characters: number;
  /** Null in the sandbox, which costs nothing. */
  costMicroUsd: number | null;
  /** The key that pays; null in the sandbox. */
  keyName: string | null;
  blocked: Blocked | null;
  onSend: () => void;
};

/** The price of sending, the Send button, and why it is blocked. */
export function SendControls({ characters, costMicroUsd, keyName, blocked, onSend }: Props) {
  const t = useTranslations("composer");
  const format = useFormatter();
  const reasonId = useId();
  return (
    <>
      {characters > COUNTER_FROM && (
        <span
          className={classNames(
            "figures shrink-0 text-[12px]",
            characters > PROMPT_MAX_CHARS ? "text-danger" : "text-muted",
          )}
        >
          <span aria-hidden>{format.number(PROMPT_MAX_CHARS - characters)}</span>
          <span className="sr-only">{t("left", { count: PROMPT_MAX_CHARS - characters })}</span>
        </span>
      )}
      <span {...hint(t("priceHint"))} className="figures shrink-0 px-1 text-[13px] text-muted">
        <span className="sr-only">{t("priceHint")}: </span>
        {costMicroUsd === null ? t("settings.free") : usd(format, costMicroUsd)}
        {keyName !== null && <span className="max-sm:hidden"> · {keyName}</span>}
      </span>
      <button
        type="button"
        onClick={onSend}
        aria-label={t("send")}
        aria-disabled={blocked !== null}
        aria-describedby={blocked === null ? undefined : reasonId}
        {...hint(blocked === null ? t("send") : t(`blocked.${blocked}`), "↵")}
        className="grid size-9 shrink-0 place-items-center rounded-[10px] bg-accent-strong text-on-accent transition-[background-color,opacity] hover:bg-[color-mix(in_srgb,var(--accent-strong)_90%,var(--ink))] aria-disabled:opacity-40 pointer-coarse:size-11"
      >
        <ArrowUp aria-hidden className="size-[18px]" />
      </button>
      {blocked !== null && (
        <span id={reasonId} className="sr-only">
          {t(`blocked.${blocked}`)}
        </span>
      )}
    </>
  );
}
