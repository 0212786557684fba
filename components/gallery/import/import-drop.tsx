"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ImportDialog } from "@/components/gallery/import/import-slot";
import { useStudio } from "@/components/shell/use-studio";
import { droppedFiles } from "@/lib/client/picked-files";
import type { ZipSource } from "@/lib/client/picture-zip";
import { isPermitted } from "@/lib/contracts/permissions";

/** Imports files, folders and ZIPs that are dropped on the gallery, for those who may add pictures. */
export function ImportDrop() {
  const t = useTranslations("gallery.import");
  const { workspace } = useStudio();
  const mayImport = isPermitted(workspace.role, "write");
  const [isOver, setOver] = useState(false);
  const [dropped, setDropped] = useState<readonly ZipSource[] | null>(null);

  useEffect(() => {
    // `dragenter` on a child fires before `dragleave` on its parent, so count them to know when the drag leaves.
    let depth = 0;
    // A dragged tile carries a file, too.
    let isOwn = false;
    const hasFiles = ({ dataTransfer }: DragEvent) =>
      !isOwn && dataTransfer !== null && dataTransfer.types.includes("Files");
    const isAccepted = () => mayImport && document.querySelector("[role=dialog]") === null;
    const show = (event: DragEvent, by: -1 | 1) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth + by);
      setOver(depth > 0 && isAccepted());
    };
    const over = (event: DragEvent) => {
      // Otherwise the browser would leave the page for the dropped file.
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer === null || !isAccepted()) return;
      void droppedFiles(event.dataTransfer).then((files) => {
        if (files.length > 0) setDropped(files);
      });
    };
    const setOwn = (isDragged: boolean) => () => {
      isOwn = isDragged;
    };
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener("dragstart", setOwn(true), { signal });
    window.addEventListener("dragend", setOwn(false), { signal });
    window.addEventListener("dragenter", (event) => show(event, 1), { signal });
    window.addEventListener("dragleave", (event) => show(event, -1), { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => listening.abort();
  }, [mayImport]);

  if (dropped !== null) return <ImportDialog dropped={dropped} onClose={() => setDropped(null)} />;
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-panel border-2 border-dashed border-accent bg-[color-mix(in_srgb,var(--paper)_82%,transparent)]">
      <p className="font-serif text-[32px] text-ink">{t("dropHere")}</p>
    </div>
  );
}
