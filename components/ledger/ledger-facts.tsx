"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyText } from "@/components/ledger/copy-text";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { useModelLabel } from "@/components/shell/use-studio";
import type { GenerationDetail } from "@/lib/contracts/usage";

/** What the provider asks for in support: status, ids, sizes, tokens, cost. Unknown facts have no row. */
export function LedgerFacts({ detail }: { detail: GenerationDetail }) {
  const t = useTranslations("ledger");
  const format = useFormatter();
  const words = useLedgerWords();
  const modelLabel = useModelLabel();
  const ids = Object.entries(detail.requestIds);
  const usage = Object.entries(detail.usage ?? {});
  const route = t(`endpoints.${detail.endpoint}`);
  const refused = refusedRoutes(detail).map((name) => t(`endpoints.${name}`));
  return (
    <dl className="figures text-[13px] leading-5">
      <Fact name={t("model")}>{modelLabel(detail.model)}</Fact>
      <Fact name={t("endpoint")}>
        {refused.length === 0
          ? route
          : t("endpointAfter", { route, refused: format.list(refused, { type: "conjunction" }) })}
      </Fact>
      {!detail.isSandbox && detail.endpoint !== "local" && (
        <Fact name={t("key")}>
          {t(`keys.${detail.key.source}`)}
          {detail.key.ending !== null && ` …${detail.key.ending}`}
        </Fact>
      )}
      {detail.status !== null && <Fact name={t("status")}>HTTP {detail.status}</Fact>}
      {detail.failureCode !== null && (
        <Fact name={t("code")}>
          <code className="font-mono text-[12px]">{detail.failureCode}</code>
        </Fact>
      )}
      {detail.upstreamId !== null && (
        <Fact name={t("answerId")}>
          <CopyText name={t("answerId")} text={detail.upstreamId} />
        </Fact>
      )}
      {ids.map(([name, id]) => (
        <Fact key={name} name={name}>
          <CopyText name={name} text={id} />
        </Fact>
      ))}
      {detail.requestBytes !== null && detail.sentAt !== null && (
        <Fact name={t("requestBytes")}>{words.bytes(detail.requestBytes)}</Fact>
      )}
      {detail.responseBytes !== null && (
        <Fact name={t("responseBytes")}>{words.bytes(detail.responseBytes)}</Fact>
      )}
      {usage.map(([name, count]) => (
        <Fact key={name} name={name.replaceAll("_", " ")}>
          {format.number(count)}
        </Fact>
      ))}
      <Fact name={t("cost")}>
        {detail.isSandbox ? t("billed.sandbox") : words.billed(detail.billed, detail)}
      </Fact>
    </dl>
  );
}

/** The other routes that refused this call before it went by its present one. */
function refusedRoutes({ endpoint, earlierAttempts }: GenerationDetail) {
  const routes = earlierAttempts.flatMap((attempt) =>
    attempt.endpoint === null || attempt.endpoint === endpoint ? [] : [attempt.endpoint],
  );
  return [...new Set(routes)];
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 border-b border-line py-1.5 last:border-0">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0 text-right break-words text-ink">{children}</dd>
    </div>
  );
}
