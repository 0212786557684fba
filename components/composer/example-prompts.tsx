"use client";

import { useTranslations } from "next-intl";

const EXAMPLES = ["lighthouse", "harbour", "city", "cat"] as const;

/** Four example instructions. A click fills the composer without sending. */
export function ExamplePrompts({ onPick }: { onPick: (text: string) => void }) {
  const t = useTranslations("composer.examples");
  return (
    <ul aria-label={t("label")} className="grid gap-2 sm:grid-cols-2">
      {EXAMPLES.map((example) => (
        <li key={example}>
          <button
            type="button"
            onClick={() => onPick(t(example))}
            className="h-full w-full rounded-[12px] border border-line bg-raised px-4 py-3 text-left text-[14px] leading-5 text-muted transition-colors hover:border-line-strong hover:text-ink"
          >
            {t(example)}
          </button>
        </li>
      ))}
    </ul>
  );
}
