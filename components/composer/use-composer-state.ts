"use client";

import { useEffect, useRef, useState } from "react";
import { type Draft, loadDraft, saveDraft } from "@/lib/client/drafts";
import { call } from "@/lib/client/call";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";

/** Chips are clicked in quick succession; the thread remembers where they end up. */
const REMEMBER_AFTER_MS = 800;

type Options = {
  threadId: ThreadId | null;
  settings: TurnSettings;
  systemInstruction: string;
  images: ImageView[];
  /** While an earlier instruction is edited, what was being written is set aside and stays the draft. */
  isEditing: boolean;
  onImages: (images: ImageView[]) => void;
};

/** What is being written and how it will be sent; kept as a draft while typed, and on the thread once chosen. */
export function useComposerState(options: Options) {
  const { threadId, images, isEditing, onImages } = options;
  const [text, setText] = useState("");
  const [settings, setSettings] = useState(options.settings);
  const [systemInstruction, setSystemInstruction] = useState(options.systemInstruction);
  const [isLoaded, setLoaded] = useState(false);
  const onImagesLatest = useRef(onImages);
  onImagesLatest.current = onImages;

  // The draft is the browser's, so it can only come after the first render.
  useEffect(() => {
    const draft = loadDraft(threadId);
    if (draft !== null) {
      setText((typed) => typed || draft.text);
      if (draft.references.length > 0) onImagesLatest.current(draft.references);
      if (threadId === null && draft.settings !== null) setSettings(draft.settings);
      if (threadId === null && draft.systemInstruction !== null) {
        setSystemInstruction(draft.systemInstruction);
      }
    }
    setLoaded(true);
  }, [threadId]);

  const chosen = useRef(false);
  useEffect(() => {
    if (!isLoaded || isEditing) return;
    const isNew = threadId === null;
    const draft: Draft = {
      text,
      references: images,
      settings: isNew && chosen.current ? settings : null,
      systemInstruction: isNew && chosen.current ? systemInstruction : null,
    };
    saveDraft(threadId, draft);
  }, [isLoaded, isEditing, threadId, text, images, settings, systemInstruction]);

  useEffect(() => {
    if (threadId === null || !chosen.current || isEditing) return;
    const timer = setTimeout(() => {
      // A setting that is not remembered is no loss worth a message: sending stores it too.
      call("threads.update", {
        params: { threadId },
        body: { settings, systemInstruction },
      }).catch(() => undefined);
    }, REMEMBER_AFTER_MS);
    return () => clearTimeout(timer);
  }, [threadId, isEditing, settings, systemInstruction]);

  return {
    text,
    setText,
    settings,
    systemInstruction,
    isLoaded,
    chooseSettings(next: TurnSettings) {
      chosen.current = true;
      setSettings(next);
    },
    chooseSystemInstruction(next: string) {
      chosen.current = true;
      setSystemInstruction(next);
    },
    /** For editing and back: neither remembered nor kept as a draft. */
    showSettings(next: TurnSettings, nextInstruction: string) {
      setSettings(next);
      setSystemInstruction(nextInstruction);
    },
    forgetChoice() {
      chosen.current = false;
    },
  };
}
