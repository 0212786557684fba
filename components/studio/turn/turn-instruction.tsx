"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { PromptWords } from "@/components/studio/turn/prompt-text";
import { useStudioActions } from "@/components/studio/studio-actions";
import { useCreditWords } from "@/components/picture/use-credit-words";
import { useTurnWords } from "@/components/picture/use-crop-label";
import { Avatar } from "@/components/ui/avatar";
import { classNames } from "@/components/ui/class-names";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { TurnView } from "@/lib/contracts/turns";

/** Longer instructions are folded, so that pictures dominate the column. */
const FOLD_CHARS = 600;

type Props = {
  turn: TurnView;
  /** Show the creator's name: the thread has several authors. */
  isNamed: boolean;
  children: ReactNode;
};

/** A turn's author, instruction and references. `children` follow the text. */
export function TurnInstruction({ turn, isNamed, children }: Props) {
  const t = useTranslations("studio.turn");
  const creditWords = useCreditWords();
  const [isWhole, setIsWhole] = useState(false);
  const turnWords = useTurnWords();
  const isLong = turn.prompt.length > FOLD_CHARS;
  const { credit, createdBy } = turn;
  // The first version of a link says where all of them come from.
  const isFirst = credit !== null && turn.parentTurnId === null;
  const name = isFirst ? creditWords(credit) : credit ? credit.by : isNamed && createdBy.name;
  return (
    <div className="flex gap-3">
      <Author turn={turn} />
      <div className="min-w-0 flex-1 pt-px">
        {name && <p className="mb-0.5 truncate text-[13px] leading-[22px] text-muted">{name}</p>}
        <p
          className={classNames(
            "text-[16px] leading-[22px] break-words whitespace-pre-wrap text-pretty",
            turn.prompt === "" ? "text-muted" : "text-ink",
            isLong && !isWhole && "line-clamp-6",
          )}
        >
          {turnWords(turn) === turn.prompt ? <PromptWords turn={turn} /> : turnWords(turn)}
          {!isLong && children}
        </p>
        {isLong && (
          <div className="mt-1.5 flex items-center">
            <button
              type="button"
              aria-expanded={isWhole}
              onClick={() => setIsWhole(!isWhole)}
              className="text-[13px] text-muted underline underline-offset-2 hover:text-ink"
            >
              {isWhole ? t("fold") : t("unfold")}
            </button>
            {children}
          </div>
        )}
        {turn.references.length > 0 && <References turn={turn} />}
      </div>
    </div>
  );
}

/** Who gave the instruction; without a name where a link hid it. */
function Author({ turn: { credit, createdBy } }: Pick<Props, "turn">) {
  if (credit === null) return <Avatar name={createdBy.name} userId={createdBy.id} size={24} />;
  if (credit.by !== null) return <Avatar name={credit.by} size={24} />;
  return (
    <span
      aria-hidden
      className="grid size-6 shrink-0 place-items-center rounded-full bg-selected text-muted"
    >
      <Link2 className="size-3.5" />
    </span>
  );
}

/** Numbered as the model sees them: the base is image 1, references follow. */
function References({ turn }: { turn: TurnView }) {
  const t = useTranslations("studio.turn");
  const { open } = useStudioActions();
  const first = turn.baseImage ? 2 : 1;
  return (
    <ul className="mt-2 flex flex-wrap gap-1.5" aria-label={t("references")}>
      {turn.references.map((image, index) => (
        <li key={image.id} className="relative">
          <button
            type="button"
            aria-label={t("reference", { number: first + index, name: image.name })}
            disabled={image.state !== "kept"}
            onClick={() => open(image.id)}
            className="block size-11 overflow-hidden rounded-print bg-plate"
          >
            {image.state === "kept" && (
              <img
                src={imageBytesPath(image.id, 256)}
                alt=""
                loading="lazy"
                decoding="async"
                className="size-full object-cover"
              />
            )}
          </button>
          <span
            aria-hidden
            className="figures pointer-events-none absolute right-0.5 bottom-0.5 rounded-[3px] bg-black/70 px-1 text-[10px] leading-[14px] text-white"
          >
            {first + index}
          </span>
        </li>
      ))}
    </ul>
  );
}
