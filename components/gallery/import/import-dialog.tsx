"use client";

import { FileArchive } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { ImportSummary } from "@/components/gallery/import/import-summary";
import { useImport } from "@/components/gallery/import/use-import";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ProgressLine } from "@/components/ui/progress-line";
import { droppedFiles, pickedFiles } from "@/lib/client/picked-files";
import type { ZipSource } from "@/lib/client/picture-zip";
import type { ImportView } from "@/lib/contracts/imports";

type Props = {
  /** What was dropped on the gallery; null to choose it here. */
  dropped?: readonly ZipSource[] | null;
  onClose: () => void;
};

/** Uploads a ZIP or a folder, shows what a dry run found, and imports it. Closing the dialog stops nothing on the server. */
export function ImportDialog({ dropped = null, onClose }: Props) {
  const t = useTranslations("gallery.import");
  const work = useImport();
  const { shown, share, problem } = work;
  const upload = useEffectEvent((files: readonly ZipSource[]) => void work.upload(files));
  useEffect(() => {
    if (dropped !== null) upload(dropped);
  }, [dropped]);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t("title")}
    >
      <div className="flex flex-col gap-4 text-[14px] leading-5">
        {share !== null ? (
          <Progress label={t(work.isReading ? "reading" : "uploading")} value={share}>
            <Button onClick={work.stopUpload}>{t("cancel")}</Button>
          </Progress>
        ) : shown === null ? (
          <Chooser isDisabled={work.isLoading} onChoose={(files) => void work.upload(files)} />
        ) : (
          <Shown shown={shown} work={work} onClose={onClose} />
        )}
        <div role="alert" className="text-danger empty:absolute">
          {problem}
        </div>
      </div>
    </Dialog>
  );
}

type ChooserProps = { isDisabled: boolean; onChoose: (files: readonly ZipSource[]) => void };

function Chooser({ isDisabled, onChoose }: ChooserProps) {
  const t = useTranslations("gallery.import");
  const zip = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const choose = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    const picked = pickedFiles(input.files ?? []);
    input.value = "";
    if (picked.length > 0) onChoose(picked);
  };
  return (
    <div
      className="flex flex-col items-center gap-3 rounded-[11px] border border-dashed border-line-strong px-6 py-8 text-center"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (!isDisabled) void droppedFiles(event.dataTransfer).then(onChoose);
      }}
    >
      <FileArchive aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
      <p className="max-w-[360px] text-muted">{t("detail")}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button disabled={isDisabled} onClick={() => folder.current?.click()}>
          {t("chooseFolder")}
        </Button>
        <Button variant="primary" disabled={isDisabled} onClick={() => zip.current?.click()}>
          {t("choose")}
        </Button>
      </div>
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true;
        }}
        type="file"
        aria-label={t("chooseFolder")}
        className="sr-only"
        tabIndex={-1}
        onChange={choose}
      />
      <input
        ref={zip}
        type="file"
        accept=".zip,application/zip"
        aria-label={t("choose")}
        className="sr-only"
        tabIndex={-1}
        onChange={choose}
      />
    </div>
  );
}

type ShownProps = { shown: ImportView; work: ReturnType<typeof useImport>; onClose: () => void };

function Shown({ shown, work, onClose }: ShownProps) {
  const t = useTranslations("gallery.import");
  const cancel = <Button onClick={() => void work.cancel(shown.id)}>{t("cancel")}</Button>;
  const value = shown.total === 0 ? null : shown.done / shown.total;
  switch (shown.state) {
    case "inspecting":
      return (
        <Progress label={t("inspecting", { name: shown.name })} value={value}>
          {cancel}
        </Progress>
      );
    case "running":
      return (
        <Progress label={t("running")} detail={t("goesOn")} value={value}>
          {cancel}
          <Button onClick={onClose}>{t("close")}</Button>
        </Progress>
      );
    case "ready":
      return (
        <ImportSummary shown={shown} leftOut={work.leftOut}>
          {cancel}
          <Button
            variant="primary"
            disabled={shown.new === 0}
            onClick={() => void work.start(shown.id)}
          >
            {t("start", { count: shown.new })}
          </Button>
        </ImportSummary>
      );
    case "done":
    case "cancelled":
    case "failed":
      return (
        <ImportSummary shown={shown} leftOut={0}>
          <Button onClick={work.startOver}>{t("another")}</Button>
          <Button variant="primary" onClick={onClose}>
            {t("finish")}
          </Button>
        </ImportSummary>
      );
  }
}

type ProgressProps = { label: string; detail?: string; value: number | null; children: ReactNode };

function Progress({ label, detail, value, children }: ProgressProps) {
  return (
    <>
      <div aria-live="polite">
        <p>{label}</p>
        {detail !== undefined && <p className="text-muted">{detail}</p>}
      </div>
      <ProgressLine label={label} value={value} />
      <div className="flex justify-end gap-2">{children}</div>
    </>
  );
}
