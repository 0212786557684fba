"use client";

import { useEffect, useMemo, useState } from "react";
import { useEditing } from "@/components/composer/use-editing";
import { useLatest } from "@/components/composer/use-latest";
import { useRememberedSettings } from "@/components/composer/use-remembered-settings";
import { useHydrated } from "@/components/studio/use-hydrated";
import {
  type Draft,
  loadDraft,
  saveDraft,
  type Unsent,
  withoutSent,
  withUnsent,
} from "@/lib/client/drafts";
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

const NOTHING: Draft = { text: "", references: [], settings: null, systemInstruction: null };

/** What is being written and how it will be sent; kept as a draft while typed, and on the thread once chosen. */
export function useComposerState(options: Options) {
  const { threadId, images, editing, onImages } = options;
  const [text, setText] = useState("");
  const [unsent, setUnsent] = useState<Unsent[]>([]);
  const chosen = useRememberedSettings({ ...options, isEditing: editing !== null });
  const { settings, systemInstruction } = chosen;

  // The draft is the browser's, so it can only come after the first render.
  const isHydrated = useHydrated();
  const [isLoaded, setLoaded] = useState(false);
  if (isHydrated && !isLoaded) {
    setLoaded(true);
    const stored = loadDraft(threadId);
    if (stored !== null) {
      if (text === "") setText(stored.text);
      if (stored.references.length > 0) onImages(stored.references);
      if (threadId === null && stored.settings !== null) {
        chosen.choose(stored.settings, stored.systemInstruction ?? "");
      }
    }
  }

  const written = { text, references: images, settings, systemInstruction };
  const aside = useEditing(editing, written, (shown) => {
    setText(shown.text);
    onImages(shown.references);
    chosen.show(shown.settings, shown.systemInstruction);
  });

  const editedPrompt = editing?.prompt ?? null;
  const isNewlyChosen = threadId === null && chosen.isChosen;
  const draft = useMemo((): Draft => {
    const own = isNewlyChosen ? { settings, systemInstruction } : NOTHING;
    const here = { ...NOTHING, ...own, text, references: images };
    if (aside === null) return here;
    // What a reload interrupts while it is edited goes on as a plain instruction.
    const before = { ...here, text: aside.text, references: aside.references };
    return text === editedPrompt ? before : withUnsent(before, [here]);
  }, [text, images, settings, systemInstruction, isNewlyChosen, aside, editedPrompt]);

  const [isHandedOver, setHandedOver] = useState(false);
  useEffect(() => {
    if (isLoaded && !isHandedOver) saveDraft(threadId, withUnsent(draft, unsent));
  }, [isLoaded, isHandedOver, threadId, draft, unsent]);

  const latest = useLatest({ text, images, draft, unsent });

  const beginSend = (words: Unsent): Send => {
    setUnsent((all) => [...all, words]);
    const settle = () => setUnsent((all) => all.filter((one) => one !== words));
    return {
      done: (sentTo) => {
        settle();
        // Written now: the composer may be gone before its next effect.
        const others = latest.current.unsent.filter((one) => one !== words);
        const kept = withUnsent(latest.current.draft, others);
        if (threadId !== null) return saveDraft(threadId, kept);
        setHandedOver(true);
        saveDraft(sentTo, { ...NOTHING, text: kept.text, references: kept.references });
        return saveDraft(null, NOTHING);
      },
      putBack: () => {
        settle();
        const here = { text: latest.current.text, references: latest.current.images };
        const whole = withUnsent(here, [words]);
        setText(whole.text);
        onImages(whole.references);
      },
      keep: settle,
    };
  };

  /** What was put back was sent after all: it leaves the composer, if it stands there as it was. Gives what is left. */
  const takeOut = (sent: { prompt: string; referenceIds: readonly string[] }): string => {
    const left = withoutSent(latest.current.text, sent.prompt);
    if (left === null) return latest.current.text;
    setText(left);
    onImages(latest.current.images.filter(({ id }) => !sent.referenceIds.includes(id)));
    return left;
  };

  return {
    text,
    setText,
    settings,
    systemInstruction,
    choose: chosen.choose,
    beginSend,
    takeOut,
    /** What was kept of earlier typing is in the composer. */
    isLoaded,
  };
}
