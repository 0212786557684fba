"use client";

import { Copy } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { LedgerDetails } from "@/components/ledger/ledger-details";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useStudio } from "@/components/shell/use-studio";
import { SandboxLabel } from "@/components/picture/sandbox-label";
import { useCropLabel } from "@/components/picture/use-crop-label";
import { usePictureCopies } from "@/components/picture/use-picture-copies";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { GenerationId, ImageId } from "@/lib/contracts/ids";
import type { ImageDetail, ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  image: ImageView;
  /** Null while it loads. */
  detail: ImageDetail | null;
  onShow: (imageId: ImageId) => void;
  onClose: () => void;
};

/** Prompt, settings and ancestors: a panel beside the picture, or a sheet from below on a phone. */
export function ViewerDetails({ image, detail, onShow, onClose }: Props) {
  const t = useTranslations("viewer");
  const { copyPrompt } = usePictureCopies();
  const cropWords = useCropLabel();
  const prompt = image.isMadeHere ? null : (detail?.prompt ?? null);
  const substitute = image.isMadeHere
    ? cropWords(image, detail?.ancestors[0] ?? null)
    : t("noPrompt");
  return (
    <aside
      aria-label={t("details")}
      // A scrollable region must be focusable by keyboard (axe: scrollable-region-focusable).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="absolute inset-x-0 bottom-0 z-10 max-h-[60%] overflow-y-auto border-t border-line bg-paper p-5 lg:static lg:max-h-none lg:w-[320px] lg:shrink-0 lg:border-t-0 lg:border-l"
    >
      <div className="mb-1.5 flex items-center justify-between">
        <h2 className="text-[12px] text-muted">{t("prompt")}</h2>
        {prompt !== null && <CopyButton onCopy={() => void copyPrompt(prompt)} />}
      </div>
      {detail === null ? (
        <div aria-hidden className="skeleton h-10" />
      ) : (
        <p className="text-[15px] leading-[22px] break-words whitespace-pre-wrap text-ink">
          {prompt ?? <span className="text-muted">{substitute}</span>}
        </p>
      )}
      <Facts image={image} detail={detail} />
      {image.generationId !== null && !image.isMadeHere && (
        <Ledger generationId={image.generationId} />
      )}
      {detail && detail.ancestors.length > 0 && (
        <Parents ancestors={detail.ancestors} onShow={onShow} />
      )}
      <Button size="sm" className="mt-6 w-full lg:hidden" onClick={onClose}>
        {t("hideDetails")}
      </Button>
    </aside>
  );
}

function Ledger({ generationId }: { generationId: GenerationId }) {
  const t = useTranslations("ledger");
  return (
    <>
      <h2 className="mt-6 mb-2 text-[12px] text-muted">{t("timeline")}</h2>
      <LedgerDetails key={generationId} generationId={generationId} />
    </>
  );
}

function CopyButton({ onCopy }: { onCopy: () => void }) {
  const t = useTranslations("studio.actions");
  return (
    <IconButton label={t("copyPrompt")} size="sm" onClick={onCopy}>
      <Copy aria-hidden className="size-3.5" />
    </IconButton>
  );
}

function Facts({ image, detail }: Pick<Props, "image" | "detail">) {
  const t = useTranslations("viewer");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const settings = detail?.settings;
  const rows: [string, string][] = [
    [t("size"), t("pixels", { width: image.width, height: image.height })],
    [t("bytes"), bytesText(format, image)],
    [
      t("made"),
      format.dateTime(new Date(image.createdAt), {
        dateStyle: "medium",
        timeStyle: "short",
        timeZone,
      }),
    ],
  ];
  if (image.isMadeHere) {
    rows.unshift([t("cut"), t("cutHere")]);
  } else if (settings) {
    const shape = settings.tier ? `${settings.shape} · ${settings.tier}` : settings.shape;
    rows.unshift([t("model"), settings.model], [t("shape"), shape]);
    if (settings.temperature !== null) {
      rows.push([t("temperature"), format.number(settings.temperature)]);
    }
  }
  if (image.askedSize && image.askedSize !== `${image.width}x${image.height}`) {
    rows.push([t("asked"), image.askedSize.replace("x", " × ")]);
  }
  return (
    <>
      <h2 className="mt-6 mb-1.5 text-[12px] text-muted">{t("settings")}</h2>
      <dl className="figures text-[13px] leading-5">
        {rows.map(([name, value]) => (
          <div
            key={name}
            className="flex justify-between gap-4 border-b border-line py-1.5 last:border-0"
          >
            <dt className="shrink-0 text-muted">{name}</dt>
            <dd className="min-w-0 text-right break-words text-ink">{value}</dd>
          </div>
        ))}
      </dl>
      {image.isSandbox && <SandboxNote />}
    </>
  );
}

/** Marks a sandbox picture; explains how to add a key only while there is none. */
function SandboxNote() {
  const t = useTranslations("viewer");
  const { isSandbox } = useStudio();
  return (
    <div className="mt-2 text-[13px] leading-5 text-pretty text-muted">
      <p>{t("sandbox")}</p>
      {isSandbox && (
        <p className="mt-1">
          <SandboxLabel />
        </p>
      )}
    </div>
  );
}

/** "2.4 MB · PNG". */
function bytesText(format: ReturnType<typeof useFormatter>, image: ImageView): string {
  const isSmall = image.byteCount < 1_000_000;
  const size = format.number(image.byteCount / (isSmall ? 1_000 : 1_000_000), {
    style: "unit",
    unit: isSmall ? "kilobyte" : "megabyte",
    maximumFractionDigits: isSmall ? 0 : 1,
  });
  const kind = image.media.split("/").at(-1)?.toUpperCase() ?? image.media;
  return `${size} · ${kind}`;
}

function Parents({ ancestors, onShow }: Pick<ImageDetail, "ancestors"> & Pick<Props, "onShow">) {
  const t = useTranslations("viewer");
  return (
    <>
      <h2 className="mt-6 mb-2 text-[12px] text-muted">{t("beneath")}</h2>
      <ul className="grid grid-cols-3 gap-2">
        {ancestors.map((ancestor) => (
          <li key={ancestor.id}>
            <button
              type="button"
              aria-label={ancestor.name}
              onClick={() => onShow(ancestor.id)}
              className="block aspect-[4/3] w-full overflow-hidden rounded-print bg-plate"
            >
              <img
                src={imageBytesPath(ancestor.id, 256)}
                alt=""
                loading="lazy"
                className="size-full object-cover"
              />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
