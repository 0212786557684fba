"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useModelLabel } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { LoadingLines } from "@/components/ui/loading-lines";
import { useBytes } from "@/components/ui/use-bytes";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { turnRequestQuery } from "@/lib/client/detail-queries";
import type { TurnId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { RequestPreview, TurnDraft } from "@/lib/contracts/turns";

export type RequestSource = { kind: "draft"; draft: TurnDraft } | { kind: "turn"; turnId: TurnId };

type Props = {
  source: RequestSource;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Shows the exact upstream request of a turn or of the current draft. */
export function WhatTheModelSees({ source, open, onOpenChange }: Props) {
  const t = useTranslations("composer.request");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      placement="side"
      title={t(source.kind === "draft" ? "titleDraft" : "titleTurn")}
      description={t("description")}
      className="sm:w-[520px]"
    >
      {source.kind === "draft" && source.draft.prompt.trim() === "" ? (
        <p className="text-[14px] text-muted">{t("empty")}</p>
      ) : (
        <Request source={source} />
      )}
    </Dialog>
  );
}

function draftQuery(draft: TurnDraft) {
  return queryOptions({
    queryKey: ["request-preview", draft] as const,
    queryFn: ({ signal }) => call("turns.preview", { body: draft, signal }),
    gcTime: 0,
  });
}

function Request({ source }: { source: RequestSource }) {
  return source.kind === "draft" ? (
    <DraftRequest draft={source.draft} />
  ) : (
    <TurnRequest turnId={source.turnId} />
  );
}

function DraftRequest({ draft }: { draft: TurnDraft }) {
  return <Answer {...useQuery(draftQuery(draft))} />;
}

function TurnRequest({ turnId }: { turnId: TurnId }) {
  return <Answer {...useQuery(turnRequestQuery(turnId))} />;
}

type AnswerProps = { data: RequestPreview | undefined; error: unknown; refetch: () => unknown };

function Answer({ data, error, refetch }: AnswerProps) {
  const common = useTranslations("common");
  const problemText = useProblemText();
  if (data !== undefined) return <Preview preview={data} />;
  if (error) {
    return (
      <div className="flex flex-col items-start gap-3">
        <p className="text-[14px]">{problemText(error)}</p>
        <Button size="sm" onClick={() => void refetch()}>
          {common("retry")}
        </Button>
      </div>
    );
  }
  return <LoadingLines lines={["h-16", "h-28", "h-40"]} />;
}

function Preview({ preview }: { preview: RequestPreview }) {
  const t = useTranslations("composer.request");
  const bytes = useBytes();
  const modelLabel = useModelLabel();
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[13px]">
        <Fact name={t("endpoint")} value={`${preview.method} ${preview.path}`} />
        <Fact name={t("model")} value={modelLabel(preview.model)} />
        {Object.entries(preview.parameters).map(([name, value]) => (
          <Fact key={name} name={name} value={String(value)} />
        ))}
        <Fact name={t("size")} value={bytes(preview.byteCount)} />
      </dl>
      <RouteNotes preview={preview} />
      {preview.omittedInstructions > 0 && (
        <p className="text-[13px] text-muted">
          {t("omitted", { count: preview.omittedInstructions })}
        </p>
      )}
      <ol className="flex flex-col gap-3">
        {preview.messages.map((message, index) => (
          // Messages have no id but their order.
          <li key={index} className="rounded-[10px] border border-line p-3">
            <p className="mb-1.5 text-[12px] text-muted">{t(`roles.${message.role}`)}</p>
            <Parts parts={message.parts} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The fallback route that was used, or would be. */
function RouteNotes({ preview }: { preview: RequestPreview }) {
  const t = useTranslations("composer.request");
  const ledger = useTranslations("ledger");
  const { otherRoute, changedRoutes } = preview;
  if (changedRoutes.length > 0) {
    return changedRoutes.map(({ from, to, count }) => (
      <p key={`${from} ${to}`} className="text-[13px] text-pretty text-muted">
        {t("changedRoute", {
          from: ledger(`endpoints.${from}`),
          to: ledger(`endpoints.${to}`),
          count,
        })}
      </p>
    ));
  }
  return (
    otherRoute !== null && (
      <p className="text-[13px] text-pretty text-muted">
        {t("otherRoute", { route: ledger(`endpoints.${otherRoute}`) })}
      </p>
    )
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="figures min-w-0 break-words">{value}</dd>
    </>
  );
}

function Parts({ parts }: { parts: RequestPreview["messages"][number]["parts"] }) {
  const t = useTranslations("composer.request");
  const bytes = useBytes();
  const pictures = parts.filter(({ type }) => type === "image");
  return (
    <div className="flex flex-col gap-2.5">
      {parts.map((part, index) =>
        part.type === "text" ? (
          <p key={index} className="text-[14px] leading-5 break-words whitespace-pre-wrap">
            {part.text}
          </p>
        ) : (
          <div key={index} className="flex items-center gap-3">
            <img
              src={imageBytesPath(part.imageId, 256)}
              alt=""
              className="h-14 w-20 shrink-0 rounded-print object-cover"
            />
            <div className="min-w-0">
              <p className="truncate text-[13px]">
                {t("picture", { number: pictures.indexOf(part) + 1, name: part.label })}
              </p>
              <p className="figures text-[12px] text-muted">
                {part.width} × {part.height} · {part.media.replace("image/", "").toUpperCase()} ·{" "}
                {bytes(part.byteCount)}
              </p>
            </div>
          </div>
        ),
      )}
    </div>
  );
}
