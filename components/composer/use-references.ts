"use client";

import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { call } from "@/lib/client/call";
import { randomUuid } from "@/lib/client/random-uuid";
import { uploadImage } from "@/lib/client/upload-image";
import type { ImageId } from "@/lib/contracts/ids";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { ImageView } from "@/lib/contracts/images";

export type Reference = {
  key: string;
  name: string;
  /** Id of a picture that is already stored, also while it loads. */
  knownId?: ImageId;
} &
  /** `share`: uploaded fraction, 0 to 1; `preview`: the file as an object URL. */
  (
    | { state: "coming"; share: number; preview: string | null }
    | { state: "ready"; image: ImageView }
    | { state: "failed"; error: unknown }
  );

/** How a reference is loaded; kept until it is, for a retry. */
type Loading = {
  preview: () => string | null;
  fetchIt: (key: string, signal: AbortSignal) => Promise<ImageView>;
};

/** The draft's references: their order, uploads and errors. */
export function useReferences({ onTooMany }: { onTooMany: () => void }) {
  const [references, setReferences] = useState<Reference[]>([]);
  const count = useRef(0);
  const aborts = useRef(new Map<string, AbortController>());
  const loadings = useRef(new Map<string, Loading>());
  useLayoutEffect(() => {
    count.current = references.length;
  }, [references.length]);

  const put = useCallback((key: string, change: Partial<Reference>) => {
    setReferences((all) => replaceReference(all, key, change));
  }, []);

  const start = useCallback(
    async (key: string, { preview, fetchIt }: Loading): Promise<void> => {
      const abort = new AbortController();
      aborts.current.set(key, abort);
      const url = preview();
      put(key, { state: "coming", share: 0, preview: url });
      try {
        const image = await fetchIt(key, abort.signal);
        loadings.current.delete(key);
        put(key, { state: "ready", image, name: image.name });
      } catch (error) {
        if (!abort.signal.aborted) put(key, { state: "failed", error });
      } finally {
        aborts.current.delete(key);
        if (url !== null) URL.revokeObjectURL(url);
      }
    },
    [put],
  );

  const addReference = useCallback(
    (name: string, loading: Loading, knownId?: ImageId): boolean => {
      if (count.current >= REFERENCES_MAX) {
        onTooMany();
        return false;
      }
      count.current += 1;
      const key = randomUuid();
      loadings.current.set(key, loading);
      const coming = { key, name, state: "coming", share: 0, preview: null } as const;
      setReferences((all) => [...all, { ...coming, ...(knownId && { knownId }) }]);
      void start(key, loading);
      return true;
    },
    [onTooMany, start],
  );

  /** Retries a failed reference at its current position. */
  const retryReference = useCallback(
    (key: string) => {
      const loading = loadings.current.get(key);
      if (loading !== undefined && !aborts.current.has(key)) void start(key, loading);
    },
    [start],
  );

  const addFiles = useCallback(
    (files: Iterable<File>) => {
      const room = REFERENCES_MAX - count.current;
      const all = [...files];
      if (all.length > room) onTooMany();
      for (const file of all.slice(0, room)) {
        addReference(file.name || "picture", {
          preview: () => URL.createObjectURL(file),
          fetchIt: (key, signal) =>
            uploadImage(file, { signal, onProgress: (share) => put(key, { share }) }),
        });
      }
    },
    [addReference, put, onTooMany],
  );

  const addAddress = useCallback(
    (url: string) => {
      const name = URL.canParse(url) ? new URL(url).hostname : url;
      addReference(name, {
        preview: () => null,
        fetchIt: (_key, signal) => call("images.fetch", { body: { url }, signal }),
      });
    },
    [addReference],
  );

  /** Adds a stored picture of which only the id is known. False when the limit is reached. */
  const addPicture = useCallback(
    (imageId: ImageId): boolean => {
      const fetchIt: Loading["fetchIt"] = async (_key, signal) => {
        const { image } = await call("images.detail", { params: { imageId }, signal });
        return image;
      };
      return addReference("", { preview: () => null, fetchIt }, imageId);
    },
    [addReference],
  );

  /** An existing reference keeps its position. False when the limit is reached. */
  const addImage = useCallback(
    (image: ImageView): boolean => {
      if (references.some((one) => imageIdOf(one) === image.id)) return true;
      if (references.length >= REFERENCES_MAX) {
        onTooMany();
        return false;
      }
      const ready = { key: randomUuid(), name: image.name, state: "ready", image } as const;
      setReferences((all) => [...all, ready]);
      return true;
    },
    [references, onTooMany],
  );

  const removeReference = useCallback((key: string) => {
    aborts.current.get(key)?.abort();
    loadings.current.delete(key);
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
      images.map((image) => ({ key: image.id, name: image.name, state: "ready", image })),
    );
  }, []);

  const images = useMemo(
    () => references.flatMap((one) => (one.state === "ready" ? [one.image] : [])),
    [references],
  );

  return {
    references,
    images,
    addFiles,
    addAddress,
    addPicture,
    addImage,
    removeReference,
    retryReference,
    moveReference,
    setImages,
  };
}

/** The stored picture of a reference; null while a file or an address is still loading. */
export function imageIdOf(reference: Reference): ImageId | null {
  return reference.state === "ready" ? reference.image.id : (reference.knownId ?? null);
}

/** A picture is a reference at most once: a duplicate is merged into the existing position. */
function replaceReference(all: Reference[], key: string, change: Partial<Reference>): Reference[] {
  const isKnown = all.some(
    (one) =>
      change.state === "ready" &&
      one.key !== key &&
      one.state === "ready" &&
      one.image.id === change.image?.id,
  );
  if (isKnown) return all.filter((one) => one.key !== key);
  return all.map((one) => (one.key === key ? ({ ...one, ...change } as Reference) : one));
}
