"use client";

import { ChevronDown, Copy, Info } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { LedgerDetails } from "@/components/ledger/ledger-details";
import { useCreditWords } from "@/components/picture/use-credit-words";
import { useCropLabel } from "@/components/picture/use-crop-label";
import { usePictureCopies } from "@/components/picture/use-picture-copies";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { ActsGrid } from "@/components/viewer/acts-view";
import { Lineage } from "@/components/viewer/lineage";
import type { ViewerAct } from "@/components/viewer/viewer-act";
import { ViewerFacts } from "@/components/viewer/viewer-facts";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail, ImageView } from "@/lib/contracts/images";

type Props = {
  image: ImageView;
  /** Null while it loads. */
  detail: ImageDetail | null;
  acts: readonly ViewerAct[];
  comparedId: ImageId | null;
  /** From the lineage: shows it, or compares with it. */
  onPick: (imageId: ImageId) => void;
  onShow: (imageId: ImageId) => void;
  onClose: () => void;
};

/** Words, acts, lineage and how it was made: a panel beside the picture, or a sheet from below on a phone. */
export function ViewerPanel(props: Props) {
  const { image, detail, onClose } = props;
  const t = useTranslations("viewer");
  return (
    <aside
      aria-label={t("details")}
      // A scrollable region must be focusable by keyboard (axe: scrollable-region-focusable).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="absolute inset-x-0 bottom-0 z-20 max-h-[72%] overflow-y-auto border-t border-line bg-paper px-5 pb-5 lg:static lg:max-h-none lg:w-[320px] lg:shrink-0 lg:border-t-0 lg:border-l"
    >
      <header className="sticky top-0 z-10 -mx-5 flex h-[52px] items-center gap-2.5 bg-paper px-5 text-[13px] text-muted">
        {detail && (
          <>
            <Avatar name={detail.createdBy.name} userId={detail.createdBy.id} size={20} />
            <MadeBy detail={detail} />
          </>
        )}
        <IconButton
          label={t("hideDetails")}
          keys="I"
          aria-pressed
          onClick={onClose}
          className="-mr-2 ml-auto bg-selected text-ink"
        >
          <Info aria-hidden className="size-4" />
        </IconButton>
      </header>
      <Words image={image} detail={detail} />
      <Credit detail={detail} />
      <GoesOnFrom detail={detail} onShow={props.onShow} />
      <ActsGrid acts={props.acts} />
      <Lineage imageId={image.id} comparedId={props.comparedId} onPick={props.onPick} />
      <Fold title={t("howMade")} isOpenAtFirst>
        <ViewerFacts image={image} detail={detail} />
      </Fold>
      {image.generationId !== null && !image.isMadeHere && !image.isCopied && (
        <Fold key={image.generationId} title={t("call")}>
          <LedgerDetails generationId={image.generationId} />
        </Fold>
      )}
      <Button size="sm" className="mt-6 w-full lg:hidden" onClick={onClose}>
        {t("hideDetails")}
      </Button>
    </aside>
  );
}

/** "Mara, today at 9:31". */
function MadeBy({ detail: { createdBy, image } }: { detail: ImageDetail }) {
  const t = useTranslations("viewer");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const now = useNow();
  const at = new Date(image.createdAt);
  const dayOf = (date: Date) => format.dateTime(date, { dateStyle: "short", timeZone });
  const time = format.dateTime(at, { timeStyle: "short", timeZone });
  const isToday = dayOf(at) === dayOf(now);
  return (
    <p className="min-w-0 truncate">
      {isToday
        ? t("byToday", { name: createdBy.name, time })
        : t("by", {
            name: createdBy.name,
            date: format.dateTime(at, { dateStyle: "medium", timeZone }),
          })}
    </p>
  );
}

function Words({ image, detail }: Pick<Props, "image" | "detail">) {
  const t = useTranslations("viewer");
  const tCopy = useTranslations("studio.actions");
  const { copyPrompt } = usePictureCopies();
  const tCredit = useTranslations("studio.credit");
  const cropWords = useCropLabel();
  const prompt = image.isMadeHere ? null : (detail?.prompt ?? null);
  const substitute = image.isMadeHere
    ? cropWords(image, detail?.ancestors[0] ?? null)
    : image.isCopied
      ? tCredit("noPrompt")
      : t("noPrompt");
  if (detail === null) return <div aria-hidden className="skeleton mt-1.5 h-11" />;
  return (
    <div className="mt-1.5 flex items-start gap-3">
      <h2 className="min-w-0 flex-1 text-[16px] leading-6 font-normal break-words whitespace-pre-wrap text-ink">
        {prompt ?? <span className="text-muted">{substitute}</span>}
      </h2>
      {prompt !== null && (
        <IconButton label={tCopy("copyPrompt")} size="sm" onClick={() => void copyPrompt(prompt)}>
          <Copy aria-hidden className="size-3.5" />
        </IconButton>
      )}
    </div>
  );
}

/** Whose work it is, where it was continued from a link. */
function Credit({ detail }: Pick<Props, "detail">) {
  const creditWords = useCreditWords();
  if (!detail?.credit) return null;
  return <p className="mt-1.5 text-[13px] text-muted">{creditWords(detail.credit)}</p>;
}

function GoesOnFrom({ detail, onShow }: Pick<Props, "detail" | "onShow">) {
  const t = useTranslations("viewer");
  const parent = detail?.ancestors[0];
  if (!parent) return null;
  return (
    <p className="mt-1.5 flex gap-2 text-[13px] text-muted">
      <span className="shrink-0">{t("goesOnFrom")}</span>
      <button
        type="button"
        onClick={() => onShow(parent.id)}
        className="min-w-0 truncate rounded-[4px] text-ink hover:underline"
      >
        {parent.name}
      </button>
    </p>
  );
}

type FoldProps = { title: string; isOpenAtFirst?: boolean; children: ReactNode };

/** A part that opens and closes; what is in it loads when it opens. */
function Fold({ title, isOpenAtFirst = false, children }: FoldProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/fold mt-5 border-t border-line pt-3"
    >
      <summary className="flex min-h-9 list-none items-center justify-between text-[13px] font-medium text-ink [&::-webkit-details-marker]:hidden">
        {title}
        <ChevronDown
          aria-hidden
          className="size-4 -rotate-90 text-muted transition-transform group-open/fold:rotate-0"
        />
      </summary>
      {isOpen && <div className="pt-1.5">{children}</div>}
    </details>
  );
}
