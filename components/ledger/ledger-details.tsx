"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { EarlierAttempts } from "@/components/ledger/earlier-attempts";
import { LedgerFacts } from "@/components/ledger/ledger-facts";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { momentsOf } from "@/components/ledger/moments";
import { Timeline } from "@/components/ledger/timeline";
import { Button } from "@/components/ui/button";
import { LoadingLines } from "@/components/ui/loading-lines";
import { useProblemText } from "@/lib/client/problem-text";
import { generationQuery } from "@/lib/client/detail-queries";
import type { GenerationId } from "@/lib/contracts/ids";
import type { GenerationDetail } from "@/lib/contracts/usage";

type Props = {
  generationId: GenerationId;
  /** Opens another attempt at the same picture; without it they are plain text. */
  onShow?: (generationId: GenerationId) => void;
};

/** Times, ids and cost of a generation. */
export function LedgerDetails({ generationId, onShow }: Props) {
  const t = useTranslations("ledger");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const { data, error, refetch } = useQuery(generationQuery(generationId));
  if (data === undefined) {
    return error ? (
      <div className="flex flex-col items-start gap-3">
        <p className="text-[14px]">{problemText(error)}</p>
        <Button size="sm" onClick={() => void refetch()}>
          {common("retry")}
        </Button>
      </div>
    ) : (
      <LoadingLines lines={["h-2", "h-40"]} />
    );
  }
  return (
    <>
      <Timeline moments={momentsOf(data)} />
      <h3 className="mt-6 mb-1.5 text-[12px] text-muted">{t("facts")}</h3>
      <LedgerFacts detail={data} />
      {data.earlierAttempts.length > 0 && <EarlierAttempts attempts={data.earlierAttempts} />}
      {data.otherTries.length > 0 && <OtherTries tries={data.otherTries} onShow={onShow} />}
    </>
  );
}

function OtherTries({
  tries,
  onShow,
}: {
  tries: GenerationDetail["otherTries"];
  onShow: Props["onShow"];
}) {
  const t = useTranslations("ledger");
  const words = useLedgerWords();
  return (
    <>
      <h3 className="mt-6 mb-1.5 text-[12px] text-muted">{t("otherTries")}</h3>
      <ul className="figures text-[13px] leading-5">
        {tries.map((other) => (
          <li
            key={other.generationId}
            className="flex items-center justify-between gap-3 border-b border-line py-1.5 last:border-0"
          >
            <span className="min-w-0">
              {t("try", { number: other.tryNumber + 1 })}
              <span className="block text-muted">
                {words.day(other.queuedAt)}
                {" · "}
                {other.failureCode === null
                  ? t(`outcomes.${other.state}`)
                  : words.failure(other.failureCode)}
              </span>
            </span>
            {onShow && (
              <Button size="sm" variant="ghost" onClick={() => onShow(other.generationId)}>
                {t("show")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
