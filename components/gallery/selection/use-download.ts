"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ActHistory } from "@/components/gallery/use-act-history";
import { call } from "@/lib/client/call";
import { type Selection, toBulkTarget } from "@/lib/client/wall/selection";
import type { WallStore } from "@/lib/client/wall/wall-store";
import { imageBytesPath } from "@/lib/contracts/paths";

/** Downloads the selected pictures: one as its file, many as a ZIP. */
export function useDownload(wall: WallStore, { tell, fail }: Omit<ActHistory, "note">) {
  const t = useTranslations("gallery.done");
  return useMemo(() => {
    const start = async (selection: Selection) => {
      const [only, other] = selection.ids;
      if (!selection.isAll && only !== undefined && other === undefined) {
        followDownload(imageBytesPath(only, "original"));
        return;
      }
      try {
        const body = toBulkTarget(selection, wall.scope);
        const { path, count } = await call("downloads.create", { body });
        followDownload(path);
        tell({ text: t("download", { count }), progress: null, mayUndo: false });
      } catch (error) {
        fail(error);
      }
    };
    return { start };
  }, [fail, t, tell, wall]);
}

/** The server names the file. */
export function followDownload(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}
