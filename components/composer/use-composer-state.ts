"use client";

import { useEffect, useRef, useState } from "react";
import { useEditing } from "@/components/composer/use-editing";
import { useRememberedSettings } from "@/components/composer/use-remembered-settings";
import { type Draft, loadDraft, saveDraft, type Unsent, withUnsent } from "@/lib/client/drafts";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnView } from "@/lib/contracts/turns";

type Options = {
  threadId: ThreadId | null;
  settings: TurnSettings;
  systemInstruction: string;
  images: ImageView[];
  onImages: (images: readonly ImageView[]) => void;
  editing: TurnView | null;
};

export type Send = {
  /** The server has it. A new thread's composer hands over what was typed meanwhile. */
  done: (threadId: ThreadId) => void;
  /** It did not get through: nothing is lost, it stands in the composer again, before whatever was typed since. */
  putBack: () => void;
  /** It did not get through, and its words never left the composer. */
  keep: () => void;
};

/** What is being written and how it will be sent; kept as a draft while typed, and on the thread once chosen. */
export function useComposerState(options: Options) {
  const { threadId, images, editing, onImages } = options;
  const [text, setText] = useState("");
  const chosen = useRememberedSettings({ ...options, isEditing: editing !== null });
  const [isLoaded, setLoaded] = useState(false);
  const unsent = useRef<Unsent[]>([]);

  const isNew = threadId === null;
  const isNewlyChosen = isNew && chosen.isChosen;
  const draft: Draft = {
    text,
    references: images,
    settings: isNewlyChosen ? chosen.settings : null,
    systemInstruction: isNewlyChosen ? chosen.systemInstruction : null,
  };
  const aside = useEditing(editing, { ...draft, ...chosen }, (written) => {
    setText(written.text);
    onImages(written.references);
    chosen.show(written.settings, written.systemInstruction);
  });

  /** What a reload must bring back. An edit that it interrupts goes on as a plain instruction. */
  const kept = (): Draft => {
    if (editing === null) return withUnsent(draft, unsent.current);
    const edited = text === editing.prompt ? [] : [{ text, references: images }];
    const { current: before } = aside;
    const standing = { ...draft, text: before?.text ?? "", references: before?.references ?? [] };
    return withUnsent(standing, [...unsent.current, ...edited]);
  };

  const latest = useRef({ draft, kept, onImages, chosen });
  latest.current = { draft, kept, onImages, chosen };

  // The draft is the browser's, so it can only come after the first render.
  useEffect(() => {
    const stored = loadDraft(threadId);
    if (stored !== null) {
      setText((typed) => typed || stored.text);
      if (stored.references.length > 0) latest.current.onImages(stored.references);
      if (threadId === null && stored.settings !== null) {
        latest.current.chosen.choose(stored.settings, stored.systemInstruction ?? "");
      }
    }
    setLoaded(true);
  }, [threadId]);

  useEffect(() => {
    if (isLoaded) saveDraft(threadId, latest.current.kept());
  }, [isLoaded, threadId, editing, text, images, chosen.settings, chosen.systemInstruction]);

  const beginSend = (words: Unsent): Send => {
    unsent.current = [...unsent.current, words];
    const settle = () => {
      unsent.current = unsent.current.filter((one) => one !== words);
    };
    return {
      done: (sentTo) => {
        settle();
        // Written now: the composer of a new thread may be gone before its next effect.
        if (threadId !== null) return saveDraft(threadId, latest.current.kept());
        saveDraft(sentTo, { ...latest.current.kept(), settings: null, systemInstruction: null });
        setLoaded(false);
        return saveDraft(null, {
          text: "",
          references: [],
          settings: null,
          systemInstruction: null,
        });
      },
      putBack: () => {
        settle();
        const whole = withUnsent(latest.current.draft, [words]);
        setText(whole.text);
        latest.current.onImages(whole.references);
      },
      keep: settle,
    };
  };

  return {
    text,
    setText,
    settings: chosen.settings,
    systemInstruction: chosen.systemInstruction,
    choose: chosen.choose,
    beginSend,
  };
}
