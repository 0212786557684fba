"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useUpstreamCalls } from "@/components/settings/upstream/use-upstream-calls";
import { usd } from "@/components/ui/price";
import { Button } from "@/components/ui/button";
import type { ProbeChoice, UpstreamState } from "@/lib/contracts/upstream";

type Props = { state: UpstreamState };

const keyOf = ({ model, probe }: ProbeChoice) => `${model} ${probe}`;

/** Chooses the steps of a check. Paid steps are opt-in; each shows its price and the button the total. */
export function CheckForm({ state }: Props) {
  const t = useTranslations("upstream.form");
  const format = useFormatter();
  const { check } = useUpstreamCalls();
  const all = state.models.flatMap(({ id, priceMicroUsd, probes }) =>
    probes.map((probe) => ({ model: id, probe, priceMicroUsd })),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    // Free steps are selected by default.
    () => new Set(all.filter(({ priceMicroUsd }) => priceMicroUsd === 0).map(keyOf)),
  );
  const paid = all.filter((choice) => chosen.has(keyOf(choice)));
  const totalMicroUsd = paid.reduce((sum, { priceMicroUsd }) => sum + priceMicroUsd, 0);
  const price = (microUsd: number) => (microUsd === 0 ? t("free") : usd(format, microUsd));

  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  const start = () =>
    check.mutate({
      probes: paid.map(({ model, probe }) => ({ model, probe })),
      agreedMicroUsd: totalMicroUsd,
    });

  return (
    <section aria-labelledby="check-form">
      <h3 id="check-form" className="mb-2 text-[15px] font-semibold">
        {t(state.check === null ? "title" : "again")}
      </h3>
      <div className="border-t border-line">
        <Row
          name={t("models")}
          detail={t("modelsDetail")}
          price={t("free")}
          isChecked
          isFixed
          onToggle={() => undefined}
        />
      </div>
      {state.models.map(({ id, label, probes, priceMicroUsd }) => (
        <fieldset key={id} className="mt-5">
          <legend className="mb-1 text-[13px] leading-5 text-muted">{label}</legend>
          <div className="border-t border-line">
            {probes.map((probe) => (
              <Row
                key={probe}
                name={t(`probes.${probe}`)}
                detail={t(`details.${probe}`)}
                price={price(priceMicroUsd)}
                isChecked={chosen.has(keyOf({ model: id, probe }))}
                onToggle={() => toggle(keyOf({ model: id, probe }))}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <div className="mt-5 flex flex-wrap items-center justify-end gap-x-5 gap-y-3">
        <p className="figures text-[13px] text-muted">
          {t("total", { count: paid.length, price: price(totalMicroUsd) })}
        </p>
        <Button variant="primary" disabled={check.isPending} onClick={start} className="figures">
          {totalMicroUsd === 0 ? t("submitFree") : t("submit", { price: price(totalMicroUsd) })}
        </Button>
      </div>
    </section>
  );
}

type RowProps = {
  name: string;
  detail: string;
  price: string;
  isChecked: boolean;
  isFixed?: boolean;
  onToggle: () => void;
};

function Row({ name, detail, price, isChecked, isFixed = false, onToggle }: RowProps) {
  return (
    <label className="flex min-h-11 items-start gap-3 border-b border-line py-2.5 not-has-disabled:cursor-pointer not-has-disabled:hover:bg-hover">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isFixed}
        onChange={onToggle}
        className="mt-[3px] size-4 shrink-0 accent-accent-strong"
      />
      <span className="min-w-0 flex-1">
        <span className="block text-ink">{name}</span>
        <span className="block text-[13px] leading-[18px] text-pretty text-muted">{detail}</span>
      </span>
      <span className="figures shrink-0 text-[13px] leading-5 text-muted">{price}</span>
    </label>
  );
}
