"use client";

import { Check, Download, Eye, MessageCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { SHARE_PRESETS, type SharePreset } from "@/lib/contracts/share-choices";

const ICONS = { show: Eye, review: MessageCircle, hand_over: Download } as const;

type Props = { value: SharePreset; onChange: (preset: SharePreset) => void };

/** What visitors may do, as three choices. */
export function PresetTiles({ value, onChange }: Props) {
  const t = useTranslations("links.presets");
  return (
    <fieldset>
      <legend className="sr-only">{t("label")}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {SHARE_PRESETS.map((preset) => {
          const Icon = ICONS[preset];
          return (
            <label
              key={preset}
              className="relative block cursor-pointer rounded-control border border-line bg-raised px-3 py-2.5 transition-colors hover:border-line-strong has-checked:border-ink has-checked:shadow-[inset_0_0_0_1px_var(--ink)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="preset"
                value={preset}
                checked={preset === value}
                onChange={() => onChange(preset)}
                className="peer sr-only"
              />
              <span className="flex items-center gap-2 text-[14px] leading-5 font-medium text-ink">
                <Icon aria-hidden className="size-4 text-muted" />
                {t(`${preset}.name`)}
              </span>
              <span className="mt-0.5 block text-[13px] leading-[18px] text-pretty text-muted">
                {t(`${preset}.detail`)}
              </span>
              <Check
                aria-hidden
                className="absolute top-3 right-3 hidden size-4 text-ink peer-checked:block"
              />
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
