"use client";

import { useCallback, useRef, useState } from "react";
import { call } from "@/lib/client/call";
import { randomUuid } from "@/lib/client/random-uuid";
import { uploadImage } from "@/lib/client/upload-image";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { ImageView } from "@/lib/contracts/images";

export type Reference = { key: string; name: string } & (
  | { state: "coming"; share: number }
  | { state: "ready"; image: ImageView }
  | { state: "failed"; error: unknown }
);

/** The pictures that will go along: their order, their uploads, and what went wrong with any. */
export function useReferences({ onTooMany }: { onTooMany: () => void }) {
  const [references, setReferences] = useState<Reference[]>([]);
  const count = useRef(0);
  const aborts = useRef(new Map<string, AbortController>());
  count.current = references.length;

  const put = useCallback((key: string, change: Partial<Reference>) => {
    setReferences((all) =>
      all.map((one) => (one.key === key ? ({ ...one, ...change } as Reference) : one)),
    );
  }, []);

  const bring = useCallback(
    async (name: string, fetchIt: (key: string, signal: AbortSignal) => Promise<ImageView>) => {
      if (count.current >= REFERENCES_MAX) {
        onTooMany();
        return;
      }
      count.current += 1;
      const key = randomUuid();
      const abort = new AbortController();
      aborts.current.set(key, abort);
      setReferences((all) => [...all, { key, name, state: "coming", share: 0 }]);
      try {
        const image = await fetchIt(key, abort.signal);
        put(key, { state: "ready", image });
      } catch (error) {
        if (!abort.signal.aborted) put(key, { state: "failed", error });
      } finally {
        aborts.current.delete(key);
      }
    },
    [onTooMany, put],
  );

  const addFiles = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        void bring(file.name || "picture", (key, signal) =>
          uploadImage(file, {
            signal,
            onProgress: (share) => put(key, { state: "coming", share }),
          }),
        );
      }
    },
    [bring, put],
  );

  const addAddress = useCallback(
    (url: string) => {
      const name = URL.canParse(url) ? new URL(url).hostname : url;
      void bring(name, (_key, signal) => call("images.fetch", { body: { url }, signal }));
    },
    [bring],
  );

  /** Returns the place it has, from 0; one that goes along already keeps its place. */
  const addImage = useCallback(
    (image: ImageView): number | null => {
      const known = references.findIndex(
        (one) => one.state === "ready" && one.image.id === image.id,
      );
      if (known >= 0) return known;
      if (references.length >= REFERENCES_MAX) {
        onTooMany();
        return null;
      }
      setReferences((all) => [
        ...all,
        { key: randomUuid(), name: image.name, state: "ready", image },
      ]);
      return references.length;
    },
    [references, onTooMany],
  );

  const removeReference = useCallback((key: string) => {
    aborts.current.get(key)?.abort();
    setReferences((all) => all.filter((one) => one.key !== key));
  }, []);

  const moveReference = useCallback((key: string, to: number) => {
    setReferences((all) => {
      const moved = all.find((one) => one.key === key);
      if (!moved || to < 0 || to >= all.length) return all;
      return all.filter((one) => one.key !== key).toSpliced(to, 0, moved);
    });
  }, []);

  const setImages = useCallback((images: readonly ImageView[]) => {
    setReferences(
      images.map((image) => ({ key: randomUuid(), name: image.name, state: "ready", image })),
    );
  }, []);

  return {
    references,
    images: references.flatMap((one) => (one.state === "ready" ? [one.image] : [])),
    isWaiting: references.some((one) => one.state === "coming"),
    hasFailed: references.some((one) => one.state === "failed"),
    addFiles,
    addAddress,
    addImage,
    removeReference,
    moveReference,
    setImages,
  };
}
