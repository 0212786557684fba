"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useProblemText } from "@/lib/client/problem-text";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { uploadFile } from "@/lib/client/upload-file";
import type { ImportView } from "@/lib/contracts/imports";

const POLL_MS = 1_000;
const UNDER_WAY: readonly ImportView["state"][] = ["inspecting", "running"];
const UNFINISHED: readonly ImportView["state"][] = [...UNDER_WAY, "ready"];

/**
 * The import that a dialog shows: the one chosen here, or one that was left unfinished. It goes on while the dialog is
 * closed.
 */
export function useImport() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const [chosen, setChosen] = useState<ImportView | null>(null);
  const [isAside, setAside] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
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

  const run = async (work: () => Promise<ImportView>) => {
    setProblem(null);
    try {
      setChosen(await work());
    } catch (error) {
      if (!(error instanceof DOMException)) setProblem(problemText(error));
    }
    await client.invalidateQueries({ queryKey: keys.imports() });
  };
  return {
    shown,
    isLoading: list.isPending,
    /** Of the upload, 0 to 1; null while none is under way. */
    share,
    problem: problem ?? (list.isError ? problemText(list.error) : null),
    upload: async (file: File) => {
      const controller = new AbortController();
      uploading.current = controller;
      setShare(0);
      const options = { onProgress: setShare, signal: controller.signal };
      await run(() => uploadFile("imports.create", file, options));
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
