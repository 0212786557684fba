"use client";

import { useFormatter, useTranslations } from "next-intl";
import { usd } from "@/components/ui/price";
import type { CheckStep, UpstreamState } from "@/lib/contracts/upstream";

type Props = { step: CheckStep; models: UpstreamState["models"] };

/** The result of a step in one or two sentences. */
export function StepResult({ step, models }: Props) {
  const t = useTranslations("upstream.report");
  const text = "text-[13px] leading-[19px] text-pretty text-muted";
  switch (step.state) {
    case "waiting":
    case "running":
    case "skipped":
      return <p className={text}>{t(step.state)}</p>;
    case "failed":
      return <Failed step={step} />;
    case "done":
      return (
        <div className={text}>
          <Done step={step} models={models} />
        </div>
      );
  }
}

function Done({ step, models }: Props) {
  const t = useTranslations("upstream.report");
  const format = useFormatter();
  const { listed, gotSize, delivery, envelope } = step;
  if (step.probe === "models") {
    if (listed === null) return <p>{t("noList")}</p>;
    const missing = models.filter(({ id }) => !listed.includes(id)).map(({ label }) => label);
    return (
      <p>
        {missing.length === 0
          ? t("listed", { count: listed.length })
          : t("listedMissing", { count: listed.length, missing: format.list(missing) })}
      </p>
    );
  }
  return (
    <>
      {step.history !== null && <p>{t(`history.${step.history}`)}</p>}
      {step.askedColour !== null && step.gotColour !== null && (
        <p className="figures">
          {t.rich("colours", {
            asked: showing(step.askedColour),
            got: showing(step.gotColour),
          })}
        </p>
      )}
      {step.askedSize !== null && gotSize !== null && (
        <p className="figures">
          {t(step.askedSize === gotSize ? "sizeKept" : "sizeLost", {
            asked: withTimes(step.askedSize),
            got: withTimes(gotSize),
          })}
        </p>
      )}
      {gotSize !== null && delivery !== null && envelope !== null && (
        <p className="figures">
          {t("came", {
            size: withTimes(gotSize),
            delivery: t(`delivery.${delivery}`),
            envelope: t(`envelope.${envelope}`),
          })}
        </p>
      )}
    </>
  );
}

function Failed({ step: { failure, priceMicroUsd, requestIds } }: { step: CheckStep }) {
  const t = useTranslations("upstream.report");
  const failures = useTranslations("failures");
  const format = useFormatter();
  if (failure === null) return null;
  const price = usd(format, priceMicroUsd);
  const billed = { no: "billedNo", yes: "billedYes", unknown: "billedUnknown" } as const;
  const [id] = Object.values(requestIds);
  return (
    <div className="mt-0.5 text-[13px] leading-[19px] text-pretty">
      <p className="text-ink">{failures(failure.code)}</p>
      {priceMicroUsd > 0 && (
        <p className="figures text-muted">{t(billed[failure.billed], { price })}</p>
      )}
      {failure.words !== null && (
        <blockquote className="mt-1.5 max-h-32 overflow-y-auto border-l-2 border-line-strong pl-3 break-words whitespace-pre-wrap text-muted">
          <span className="sr-only">{t("serviceSaid")} </span>
          {failure.words}
        </blockquote>
      )}
      {id !== undefined && <p className="mt-1 break-all text-muted">{t("requestId", { id })}</p>}
    </div>
  );
}

/** Rich-text value for a message with a colour. */
function showing(colour: string) {
  return () => <Swatch colour={colour} />;
}

function Swatch({ colour }: { colour: string }) {
  return (
    <span className="whitespace-nowrap">
      <span
        aria-hidden
        className="mr-1 inline-block size-3 rounded-print border border-line-strong align-[-1px]"
        style={{ background: colour }}
      />
      {colour}
    </span>
  );
}

/** "1280x720" as "1280 × 720". */
function withTimes(size: string): string {
  return size.replace("x", " × ");
}
