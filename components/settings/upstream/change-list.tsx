"use client";

import { useTranslations } from "next-intl";
import type { FindingView, UpstreamState } from "@/lib/contracts/upstream";

type Props = { found: FindingView[]; models: UpstreamState["models"] };

/** What saving the findings would change in each model's profile. */
export function ChangeList({ found, models }: Props) {
  const t = useTranslations("upstream.found");
  return (
    <dl className="border-t border-line">
      {found.map(({ model, changes }) => (
        <div key={model} className="border-b border-line py-2.5 sm:flex sm:gap-4">
          <dt className="shrink-0 text-muted sm:w-44">
            {models.find(({ id }) => id === model)?.label ?? model}
          </dt>
          <dd className="min-w-0 flex-1">
            {changes.length === 0 && <p>{t("none")}</p>}
            {changes.map((change) => (
              <p key={change}>{t(`changes.${change}`)}</p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
