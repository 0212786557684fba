"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, useContext, useState } from "react";
import { looksLikePicture, pathText } from "@/components/generation/json-path";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { classNames } from "@/components/ui/class-names";
import { useProblemText } from "@/lib/client/problem-text";
import { answerPartQuery } from "@/lib/client/detail-queries";
import type { AnswerNode, AnswerPath } from "@/lib/contracts/answers";
import type { GenerationId } from "@/lib/contracts/ids";

type Picking = {
  generationId: GenerationId;
  picked: AnswerPath | null;
  onPick: (path: AnswerPath) => void;
};

const PickingContext = createContext<Picking | null>(null);

function usePicking(): Picking {
  const picking = useContext(PickingContext);
  if (!picking) throw new Error("answer nodes must be inside an AnswerTree");
  return picking;
}

/** Containers with at most this many entries, up to this depth, start expanded. */
const OPEN_ENTRIES = 12;
const OPEN_DEPTH = 5;

/** A JSON tree whose texts can be selected. Large parts are fetched when expanded. */
export function AnswerTree({ node, ...picking }: Picking & { node: AnswerNode }) {
  return (
    <PickingContext value={picking}>
      <div className="font-mono text-[12px] leading-5">
        <Node node={node} path={[]} depth={0} />
      </div>
    </PickingContext>
  );
}

type NodeProps = { node: AnswerNode; path: AnswerPath; depth: number };

function Node({ node, path, depth }: NodeProps) {
  switch (node.kind) {
    case "object":
    case "list":
      return <Container node={node} path={path} depth={depth} />;
    case "text":
      return <Text node={node} path={path} />;
    case "plain":
      return (
        <p className="flex gap-2 py-0.5 pl-5">
          <Key path={path} />
          <span className="text-muted">{node.text}</span>
        </p>
      );
  }
}

function Key({ path }: { path: AnswerPath }) {
  const last = path.at(-1);
  return last === undefined ? null : <span className="shrink-0 text-ink">{String(last)}</span>;
}

type ContainerNode = Extract<AnswerNode, { entries: unknown }>;

function Container({ node, path, depth }: NodeProps & { node: ContainerNode }) {
  const t = useTranslations("answer");
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH && node.size <= OPEN_ENTRIES);
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-center gap-1.5 rounded-[4px] py-0.5 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={classNames("size-3.5 shrink-0 text-muted", isOpen && "rotate-90")}
        />
        <Key path={path} />
        <span className="text-muted">{t(node.kind, { count: node.size })}</span>
      </button>
      {isOpen && (
        <div className="ml-[7px] border-l border-line pl-2">
          <Entries node={node} path={path} from={0} depth={depth} />
        </div>
      )}
    </div>
  );
}

function Entries({ node, path, from, depth }: NodeProps & { node: ContainerNode; from: number }) {
  const shown = from + node.entries.length;
  return (
    <>
      {node.entries.map((entry) => (
        <Node key={entry.key} node={entry.node} path={[...path, entry.key]} depth={depth + 1} />
      ))}
      {shown < node.size && (
        <Rest path={path} from={shown} left={node.size - shown} depth={depth} />
      )}
    </>
  );
}

/** Loads the entries that the reply left out. */
function Rest({
  path,
  from,
  left,
  depth,
}: Omit<NodeProps, "node"> & { from: number; left: number }) {
  const t = useTranslations("answer");
  const problemText = useProblemText();
  const { generationId } = usePicking();
  const [isAsked, setAsked] = useState(false);
  const part = useQuery({ ...answerPartQuery(generationId, path, from), enabled: isAsked });
  const node = part.data?.node;
  if (node?.kind === "object" || node?.kind === "list") {
    return <Entries node={node} path={path} from={from} depth={depth} />;
  }
  return (
    <div className="py-0.5 pl-5">
      <button
        type="button"
        disabled={part.isFetching}
        onClick={() => (isAsked ? void part.refetch() : setAsked(true))}
        className="text-muted underline underline-offset-2 hover:text-ink disabled:opacity-50"
      >
        {t("more", { count: left })}
      </button>
      {part.error && <span className="ml-2 text-danger">{problemText(part.error)}</span>}
    </div>
  );
}

function Text({ node, path }: { node: Extract<AnswerNode, { kind: "text" }>; path: AnswerPath }) {
  const t = useTranslations("answer");
  const { picked, onPick } = usePicking();
  const what = useTextSummary(node);
  const isPicked = picked !== null && pathText(picked) === pathText(path);
  return (
    <button
      type="button"
      aria-pressed={isPicked}
      aria-label={t("point", { place: pathText(path) || t("whole"), what: node.text || what })}
      onClick={() => onPick(path)}
      className={classNames(
        "flex w-full gap-2 rounded-[4px] py-0.5 pr-1 pl-5 text-left hover:bg-hover",
        isPicked && "bg-selected ring-1 ring-accent",
      )}
    >
      <Key path={path} />
      <span className="min-w-0 flex-1 break-words whitespace-pre-wrap text-muted">
        {node.text}
        {(node.text === "" || looksLikePicture(node)) && (
          <span
            className={classNames(
              "figures rounded-[4px] border border-line px-1 font-sans text-[11px] leading-4",
              node.text !== "" && "ml-2",
            )}
          >
            {what}
          </span>
        )}
      </span>
    </button>
  );
}

/** "base64 · PNG · 3.1 MB", "address", "12 characters". */
function useTextSummary(node: Extract<AnswerNode, { kind: "text" }>): string {
  const t = useTranslations("answer");
  const { bytes } = useLedgerWords();
  if (node.looks === "words") return t("characters", { count: node.chars });
  if (node.looks === "address") return t("address");
  const parts = [node.looks === "base64" ? "base64" : t("dataUrl")];
  if (node.media !== null) parts.push(node.media.replace("image/", "").toUpperCase());
  if (node.byteCount !== null) parts.push(bytes(node.byteCount));
  return parts.join(" · ");
}
