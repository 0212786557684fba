"use client";

import { FileArchive } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import { ImportSummary } from "@/components/gallery/import/import-summary";
import { useImport } from "@/components/gallery/import/use-import";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ProgressLine } from "@/components/ui/progress-line";
import type { ImportView } from "@/lib/contracts/imports";

/** Uploads a ZIP, shows what a dry run found, and imports it. Closing the dialog stops nothing on the server. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("gallery.import");
  const work = useImport();
  const { shown, share, problem } = work;
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
          <Progress label={t("uploading")} value={share}>
            <Button onClick={work.stopUpload}>{t("cancel")}</Button>
          </Progress>
        ) : shown === null ? (
          <Chooser isDisabled={work.isLoading} onChoose={(file) => void work.upload(file)} />
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

type ChooserProps = { isDisabled: boolean; onChoose: (file: File) => void };

function Chooser({ isDisabled, onChoose }: ChooserProps) {
  const t = useTranslations("gallery.import");
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className="flex flex-col items-center gap-3 rounded-[11px] border border-dashed border-line-strong px-6 py-8 text-center"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file && !isDisabled) onChoose(file);
      }}
    >
      <FileArchive aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
      <p className="max-w-[360px] text-muted">{t("detail")}</p>
      <Button variant="primary" disabled={isDisabled} onClick={() => input.current?.click()}>
        {t("choose")}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        aria-label={t("choose")}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onChoose(file);
        }}
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
        <ImportSummary shown={shown}>
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
        <ImportSummary shown={shown}>
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
