"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { AnswerTree } from "@/components/generation/answer-tree";
import { everyItem, hasIndex, pathText } from "@/components/generation/json-path";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { useGenerationCalls } from "@/components/generation/use-generation-actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { LoadingLines } from "@/components/ui/loading-lines";
import { useProblemText } from "@/lib/client/problem-text";
import { answerPartQuery } from "@/lib/client/detail-queries";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { GenerationView } from "@/lib/contracts/generations";

type Props = {
  generation: GenerationView;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Shows the raw answer so that the owner can point out the picture in it. */
export default function AnswerDialog({ generation, open, onOpenChange }: Props) {
  const t = useTranslations("answer");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      placement="side"
      title={t("title")}
      description={t("description")}
      className="sm:w-[640px]"
    >
      <Answer generation={generation} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Answer({ generation, onDone }: { generation: GenerationView; onDone: () => void }) {
  const t = useTranslations("answer");
  const format = useFormatter();
  const problemText = useProblemText();
  const { bytes } = useLedgerWords();
  const part = useQuery(answerPartQuery(generation.id, [], 0));
  const [picked, setPicked] = useState<AnswerPath | null>(null);
  if (part.error) return <p className="text-[14px]">{problemText(part.error)}</p>;
  if (!part.data) {
    return <LoadingLines lines={["h-5 w-1/2", "h-40"]} />;
  }
  const { status, contentType, byteCount, form, node } = part.data;
  return (
    <>
      <p className="figures mb-3 text-[13px] text-muted">
        {["HTTP " + format.number(status, { useGrouping: false }), contentType, bytes(byteCount)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {form === "text" && <p className="mb-3 text-[13px] text-muted">{t("noJson")}</p>}
      <AnswerTree generationId={generation.id} node={node} picked={picked} onPick={setPicked} />
      {picked && (
        <Pointed key={pathText(picked)} generation={generation} path={picked} onDone={onDone} />
      )}
    </>
  );
}

type PointedProps = { generation: GenerationView; path: AnswerPath; onDone: () => void };

/** The selected JSON path, whether it covers every item, and the button that looks there. */
function Pointed({ generation, path, onDone }: PointedProps) {
  const t = useTranslations("answer");
  const calls = useGenerationCalls(generation);
  const [isEvery, setEvery] = useState(hasIndex(path));
  const [isKept, setKept] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const chosenPath = isEvery ? everyItem(path) : path;
  const look = async () => {
    setBusy(true);
    const isUnderWay = await calls.lookAgain({ path: chosenPath, keep: isKept });
    setBusy(false);
    if (isUnderWay) onDone();
  };
  return (
    <form
      className="sticky bottom-[-20px] -mx-5 mt-4 -mb-5 flex flex-col gap-2.5 border-t border-line bg-raised p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
    >
      <p className="text-[14px]" role="status">
        {t("here")}{" "}
        <code className="font-mono text-[12px] break-all">
          {pathText(chosenPath) || t("whole")}
        </code>
      </p>
      {hasIndex(path) && <Choice label={t("everyItem")} isChosen={isEvery} onChoose={setEvery} />}
      <Choice label={t("keep")} isChosen={isKept} onChoose={setKept} />
      <div className="flex items-center gap-3">
        <Button type="submit" size="sm" variant="primary" disabled={isBusy}>
          {t("look")}
        </Button>
        <span className="text-[13px] text-muted">{t("free")}</span>
      </div>
    </form>
  );
}

type ChoiceProps = { label: string; isChosen: boolean; onChoose: (isChosen: boolean) => void };

function Choice({ label, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2 text-[13px] leading-[18px]">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={(event) => onChoose(event.target.checked)}
        className="mt-px size-4 shrink-0 accent-[var(--accent-strong)]"
      />
      {label}
    </label>
  );
}
