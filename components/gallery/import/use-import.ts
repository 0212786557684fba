"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useProblemText } from "@/lib/client/problem-text";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { onlyZip, picturesAmong } from "@/lib/client/picked-files";
import { zipBytes, zipOf, type ZipSource } from "@/lib/client/picture-zip";
import { IMPORT_MAX_BYTES, IMPORT_MAX_ENTRIES } from "@/lib/contracts/limits";
import { uploadFile } from "@/lib/client/upload-file";
import type { ImportView } from "@/lib/contracts/imports";

const POLL_MS = 1_000;
const UNDER_WAY: readonly ImportView["state"][] = ["inspecting", "running"];
const UNFINISHED: readonly ImportView["state"][] = [...UNDER_WAY, "ready"];

/** What is wrong with a folder, in words. */
class FolderError extends Error {}

/** The folder's name, or that of a lone picture. */
function nameOf([first]: readonly ZipSource[]): string {
  return `${first?.path.split("/")[0] ?? ""}.zip`;
}

/**
 * The import that a dialog shows: the one chosen here, or one that was left unfinished. It goes on while the dialog is
 * closed.
 */
export function useImport() {
  const client = useQueryClient();
  const t = useTranslations("gallery.import");
  const problemText = useProblemText();
  const [chosen, setChosen] = useState<ImportView | null>(null);
  const [isAside, setAside] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** A folder is read before it is uploaded. */
  const [isReading, setReading] = useState(false);
  /** Files of the folder that are no pictures. */
  const [leftOut, setLeftOut] = useState(0);
  const uploading = useRef<AbortController>(undefined);
  useEffect(() => () => uploading.current?.abort(), []);

  const list = useQuery({
    queryKey: keys.imports(),
    queryFn: ({ signal }) => call("imports.list", { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.imports.some(({ state }) => UNDER_WAY.includes(state)) ? POLL_MS : false,
  });
  const known = list.data?.imports ?? [];
  const shown =
    chosen === null
      ? isAside
        ? null
        : (known.find(({ state }) => UNFINISHED.includes(state)) ?? null)
      : (known.find(({ id }) => id === chosen.id) ?? chosen);

  const packed = async (sources: readonly ZipSource[], signal: AbortSignal): Promise<File> => {
    const pictures = picturesAmong(sources);
    if (pictures.length === 0) throw new FolderError(t("noPictures"));
    if (pictures.length > IMPORT_MAX_ENTRIES || zipBytes(pictures) > IMPORT_MAX_BYTES) {
      throw new FolderError(t("folderTooLarge", { max: IMPORT_MAX_ENTRIES }));
    }
    setReading(true);
    const zip = await zipOf(pictures, { onProgress: setShare, signal });
    setLeftOut(sources.length - pictures.length);
    setShare(0);
    return new File([zip], nameOf(pictures), { type: zip.type });
  };

  const run = async (work: () => Promise<ImportView>) => {
    setProblem(null);
    try {
      setChosen(await work());
    } catch (error) {
      if (error instanceof FolderError) setProblem(error.message);
      else if (!(error instanceof DOMException)) setProblem(problemText(error));
    }
    await client.invalidateQueries({ queryKey: keys.imports() });
  };
  return {
    shown,
    isLoading: list.isPending,
    /** Of the reading, then of the upload, 0 to 1; null while none is under way. */
    share,
    problem: problem ?? (list.isError ? problemText(list.error) : null),
    leftOut,
    isReading,
    /** A ZIP as it is; anything else as a ZIP of its pictures, made here. */
    upload: async (sources: readonly ZipSource[]) => {
      const controller = new AbortController();
      uploading.current = controller;
      const { signal } = controller;
      const zip = onlyZip(sources);
      setLeftOut(0);
      setShare(0);
      await run(async () => {
        const file = zip ?? (await packed(sources, signal));
        setReading(false);
        return uploadFile("imports.create", file, { onProgress: setShare, signal });
      });
      setReading(false);
      setShare(null);
    },
    stopUpload: () => uploading.current?.abort(new DOMException("stopped", "AbortError")),
    start: (importId: ImportView["id"]) =>
      run(() => call("imports.start", { params: { importId }, body: {} })),
    cancel: (importId: ImportView["id"]) =>
      run(() => call("imports.cancel", { params: { importId } })),
    /** Sets a finished one aside, to choose another file. */
    startOver: () => {
      setChosen(null);
      setAside(true);
      setProblem(null);
    },
  };
}
