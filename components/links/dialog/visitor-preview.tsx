"use client";

import { Check, Download, ExternalLink, Heart, Minus, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Choices } from "@/components/links/dialog/use-share-form";
import type { Shareable } from "@/lib/client/sharing";
import { hint } from "@/components/ui/tooltip";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ShareTarget, ShareView } from "@/lib/contracts/shares";

type Props = {
  shareable: Shareable;
  kind: ShareTarget["kind"];
  /** How many pictures; null while that is not known. */
  count: number | null;
  choices: Choices;
  share: ShareView | null;
};

/** The visitor's page in small, what it contains, and how the link looks in a message. */
export function VisitorPreview({ shareable, kind, count, choices, share }: Props) {
  const t = useTranslations("links.preview");
  const isOpen = choices.audience === "anyone";
  const hasPassword = share?.hasPassword ?? choices.password !== null;
  const isCardPlain = !isOpen || hasPassword;
  const [cover] = kind === "thread" ? shareable.imageIds.slice(-1) : shareable.imageIds;
  const host = share?.url ? new URL(share.url).host : location.host;
  return (
    <section
      aria-label={t("title")}
      className="flex flex-col gap-5 border-line bg-sunken px-6 py-6 max-md:border-t md:col-start-2 md:row-span-2 md:row-start-1 md:rounded-r-panel md:border-l"
    >
      <div className="flex h-6 items-center justify-between pr-9">
        <h3 className="text-[14px] font-medium text-ink">{t("title")}</h3>
        {share?.url && (
          <a
            href={share.url}
            target="_blank"
            rel="noreferrer"
            aria-label={t("open")}
            {...hint(t("open"))}
            className="grid size-8 place-items-center rounded-control text-muted hover:bg-hover hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-4" />
          </a>
        )}
      </div>
      <Miniature shareable={shareable} kind={kind} choices={choices} />
      <ul className="space-y-1.5 text-[14px] leading-5">
        <Fact>{t(`contains.${kind}`, { count: count ?? 0 })}</Fact>
        {choices.shows.prompts && kind !== "thread" && <Fact>{t("words")}</Fact>}
        {kind === "thread" && <Fact>{t(choices.shows.prompts ? "eachWords" : "noWords")}</Fact>}
        {choices.preset === "review" && <Fact>{t("review")}</Fact>}
        {choices.downloads !== "off" && <Fact>{t(`downloads.${choices.downloads}`)}</Fact>}
        {choices.mayContinue && <Fact>{t("continue")}</Fact>}
        <Fact isNever>{t("never")}</Fact>
      </ul>
      <div>
        <h3 className="mb-2 text-[14px] font-medium text-ink">{t("inMessage")}</h3>
        <div className="flex items-center gap-3 rounded-control border border-line bg-paper p-2">
          {!isCardPlain && cover && (
            <img
              src={imageBytesPath(cover, 256)}
              alt=""
              className="h-12 w-18 shrink-0 rounded-print bg-plate object-cover"
            />
          )}
          <span className="min-w-0 text-[13px] leading-5">
            <span className="block truncate font-medium text-ink">
              {isCardPlain ? t("plainCard") : shareable.title || t("untitled")}
            </span>
            <span className="block truncate text-muted">{host}</span>
          </span>
        </div>
      </div>
      <p className="mt-auto border-t border-line pt-4 text-[12px] leading-4 text-muted">
        {t("changeable")}
      </p>
    </section>
  );
}

function Fact({ isNever = false, children }: { isNever?: boolean; children: ReactNode }) {
  const Icon = isNever ? Minus : Check;
  return (
    <li className={`flex items-start gap-2.5 ${isNever ? "text-muted" : "text-ink"}`}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      {children}
    </li>
  );
}

type MiniatureProps = Pick<Props, "shareable" | "kind" | "choices">;

function Miniature({ shareable, kind, choices }: MiniatureProps) {
  const { imageIds, title, words } = shareable;
  const isWall = kind === "collection" || kind === "selection";
  const cover = kind === "thread" ? imageIds.at(-1) : imageIds[0];
  return (
    <div
      aria-hidden
      className="flex overflow-hidden rounded-[6px] border border-line-strong bg-paper text-[5px] leading-[7px]"
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1.5 p-2.5">
        <p className="flex items-center justify-between gap-2">
          <span className="truncate font-serif text-[9px] leading-[11px] text-ink">{title}</span>
          {choices.downloads !== "off" && <Download className="size-2 shrink-0 text-muted" />}
        </p>
        {isWall ? (
          <div className="grid grid-cols-4 gap-1">
            {imageIds.slice(0, 12).map((imageId) => (
              <Tiny key={imageId} imageId={imageId} className="aspect-[4/3] w-full" />
            ))}
          </div>
        ) : (
          <>
            {cover && <Tiny imageId={cover} size={512} className="max-h-40 w-full" />}
            <p className="flex items-center justify-between gap-2">
              <span className="truncate font-serif text-[8px] leading-[10px] text-ink">
                {choices.shows.prompts ? words : ""}
              </span>
              {choices.preset === "review" && <Heart className="size-2 shrink-0 text-ink" />}
            </p>
            {kind === "thread" && (
              <div className="flex items-center gap-1.5">
                <Play className="size-3 shrink-0 rounded-full bg-accent-strong fill-current p-[3px] text-on-accent" />
                {imageIds.slice(-6).map((imageId) => (
                  <Tiny key={imageId} imageId={imageId} className="h-4 w-6" />
                ))}
              </div>
            )}
          </>
        )}
      </div>
      {choices.preset === "review" && (
        <div className="w-16 shrink-0 space-y-1.5 border-l border-line bg-sidebar p-2">
          <i className="block h-1 w-8 rounded-full bg-line-strong" />
          <i className="block h-1 w-full rounded-full bg-line" />
          <i className="block h-1 w-9 rounded-full bg-line" />
        </div>
      )}
    </div>
  );
}

type TinyProps = { imageId: string; size?: 256 | 512; className: string };

function Tiny({ imageId, size = 256, className }: TinyProps) {
  return (
    <img
      src={imageBytesPath(imageId, size)}
      alt=""
      className={`rounded-[1px] bg-plate object-cover ${className}`}
    />
  );
}
