"use client";

import { useFormatter, useTranslations } from "next-intl";
import { SandboxLabel } from "@/components/picture/sandbox-label";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useModelLabel, useStudio } from "@/components/shell/use-studio";
import type { ImageDetail, ImageView } from "@/lib/contracts/images";

type Props = { image: ImageView; detail: ImageDetail | null };

/** How a picture was made: model, shape, size and time. */
export function ViewerFacts({ image, detail }: Props) {
  const t = useTranslations("viewer");
  const modelLabel = useModelLabel();
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
    rows.unshift([t("model"), modelLabel(settings.model)], [t("shape"), shape]);
    if (settings.temperature !== null) {
      rows.push([t("temperature"), format.number(settings.temperature)]);
    }
  }
  if (image.askedSize && image.askedSize !== `${image.width}x${image.height}`) {
    rows.push([t("asked"), image.askedSize.replace("x", " × ")]);
  }
  return (
    <>
      <dl className="figures text-[13px] leading-5">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4 py-1.5">
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
