"use client";

import { useEffect, useMemo, useState } from "react";
import { useUsableSettings } from "@/components/composer/save-to";
import { useDraftStorage } from "@/components/composer/use-draft-storage";
import { useEditing, type Written } from "@/components/composer/use-editing";
import { useLatest } from "@/components/ui/use-latest";
import { useRememberedSettings } from "@/components/composer/use-remembered-settings";
import { useHydrated } from "@/components/ui/use-hydrated";
import {
  type Draft,
  type DraftScope,
  type DraftTarget,
  loadDraft,
  NO_DRAFT,
  saveDraft,
  type Unsent,
  withoutSent,
  withUnsent,
} from "@/lib/client/drafts";
import { fromSent } from "@/lib/client/mention-text";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadVisibility } from "@/lib/contracts/threads";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";

type Options = {
  scope: DraftScope;
  settings: TurnSettings;
  systemInstruction: string;
  /** Settings with a model that is no longer offered are not restored. */
  isOffered: (model: string) => boolean;
  images: ImageView[];
  onImages: (images: readonly ImageView[]) => void;
  editing: TurnView | null;
  /** The target of the draft, and the same target ignoring an edit in progress; null in a new thread. */
  target: DraftTarget | null;
  choiceTarget: DraftTarget | null;
  baseState: "ready" | "seeking" | "gone";
  onRestore: (target: DraftTarget) => void;
};

export type Send = {
  /** The server has the turn. A new thread's composer passes on what was typed meanwhile. */
  done: (threadId: ThreadId) => void;
  /** Sending failed: restores the text in front of what was typed since, with its original target. */
  restoreText: () => void;
  /** Sending failed, and the text never left the composer. */
  keep: () => void;
};

type Resumed = Written & { turnId: string };

/** The draft and its settings; text is stored while typing, settings are stored on the thread when chosen. */
export function useComposerState(options: Options) {
  const { scope, images, editing, onImages, target, choiceTarget } = options;
  const { threadId } = scope;
  const [text, setText] = useState("");
  const [unsent, setUnsent] = useState<Unsent[]>([]);
  const [visibility, setVisibility] = useState<ThreadVisibility | null>(null);
  const [resumed, setResumed] = useState<Resumed | null>(null);
  const isWriting = text.trim() !== "" || images.length > 0;
  const chosen = useRememberedSettings({
    ...options,
    threadId,
    isEditing: editing !== null,
    isWriting,
  });
  const { systemInstruction } = chosen;
  const settings = useUsableSettings(chosen.settings, threadId);

  // The draft is in browser storage, so it is available only after hydration.
  const isHydrated = useHydrated();
  const [loaded, setLoaded] = useState<{ draft: Draft | null } | null>(null);
  if (isHydrated && loaded === null) {
    const draft = loadDraft(scope);
    setLoaded({ draft });
    if (draft !== null) {
      const shown = draft.aside ?? draft;
      if (text === "") setText(shown.text);
      if (shown.references.length > 0) onImages(shown.references);
      if (draft.visibility !== null) setVisibility(draft.visibility);
      if (shown.settings !== null && options.isOffered(shown.settings.model)) {
        const words = shown.systemInstruction ?? "";
        if (threadId === null) chosen.choose(shown.settings, words);
        else chosen.show(shown.settings, words);
      }
    }
  }

  const written: Written = { text, references: images, settings, systemInstruction };
  const aside = useEditing(
    editing,
    written,
    (shown) => {
      setResumed(null);
      setText(shown.text);
      onImages(shown.references);
      chosen.show(shown.settings, shown.systemInstruction);
    },
    resumed,
  );

  /** Restores a draft with its target; a draft of an edit waits until its instruction is loaded. */
  const resume = (words: Unsent & Partial<Pick<Written, "settings" | "systemInstruction">>) => {
    if (words.target?.kind === "edit") {
      setResumed({ ...written, ...words, turnId: words.target.turnId });
    }
    if (words.target !== null) options.onRestore(words.target);
  };
  const latestResume = useLatest(resume);
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    if (loaded === null) return;
    const { draft } = loaded;
    for (const words of [draft?.aside, draft]) {
      if (!words) continue;
      const { text: typed, references, target: savedTarget, settings: kept } = words;
      const own = kept && { settings: kept, systemInstruction: words.systemInstruction ?? "" };
      latestResume.current({ text: typed, references, target: savedTarget, ...own });
    }
    // Deferred: the next save already records the current target.
    queueMicrotask(() => setRestored(true));
  }, [loaded, latestResume]);

  // The edited instruction is gone: keep its text, without a target until the user chooses a picture.
  if (resumed !== null && options.baseState === "gone") {
    setResumed(null);
    const whole = withUnsent({ text, references: images, target }, [{ ...resumed, target }]);
    setText(whole.text);
    onImages(whole.references);
  }

  const edited = editing === null ? null : fromSent(editing.prompt, editing.mentions);
  const isNewlyChosen = threadId !== null || chosen.isChosen;
  const draft = useMemo((): Draft => {
    const own = isNewlyChosen ? { settings, systemInstruction } : {};
    const here = { ...NO_DRAFT, ...own, text, references: images, target, visibility };
    if (aside === null) return here;
    const before = { ...NO_DRAFT, ...aside, target: choiceTarget };
    // An unchanged edit is not a draft.
    return text === edited ? before : { ...here, aside: before };
  }, [
    text,
    images,
    settings,
    systemInstruction,
    isNewlyChosen,
    aside,
    edited,
    target,
    choiceTarget,
    visibility,
  ]);

  const [isHandedOver, setHandedOver] = useState(false);
  const isSettled =
    isRestored && !isHandedOver && options.baseState !== "seeking" && resumed === null;
  useDraftStorage(scope, isSettled ? withUnsent(draft, unsent) : null, () => {
    setText("");
    onImages([]);
  });

  const latest = useLatest({ text, images, draft, unsent, target });

  const beginSend = (words: Unsent): Send => {
    setUnsent((all) => [...all, words]);
    const settle = () => setUnsent((all) => all.filter((one) => one !== words));
    return {
      done: (sentTo) => {
        settle();
        // Write immediately: the composer may unmount before its next effect.
        const others = latest.current.unsent.filter((one) => one !== words);
        const kept = withUnsent(latest.current.draft, others);
        if (threadId !== null) return saveDraft(scope, kept);
        setHandedOver(true);
        const typed = { ...NO_DRAFT, text: kept.text, references: kept.references };
        saveDraft({ ...scope, threadId: sentTo }, typed);
        return saveDraft(scope, NO_DRAFT);
      },
      restoreText: () => {
        settle();
        if (words.target?.kind === "edit") return resume(words);
        const here = { text: latest.current.text, references: latest.current.images, target };
        const whole = withUnsent(here, [words]);
        setText(whole.text);
        onImages(whole.references);
        return resume(whole);
      },
      keep: settle,
    };
  };

  /** Removes restored text from the composer when its turn turns out to have been created. Returns what remains. */
  const removeSent = (
    sent: Pick<TurnCreateBody, "prompt" | "mentions" | "referenceIds">,
  ): string => {
    const left = withoutSent(latest.current.text, fromSent(sent.prompt, sent.mentions));
    if (left === null) return latest.current.text;
    const ids: readonly string[] = sent.referenceIds;
    setText(left);
    onImages(latest.current.images.filter(({ id }) => !ids.includes(id)));
    return left;
  };

  return {
    text,
    setText,
    settings,
    systemInstruction,
    visibility,
    setVisibility,
    choose: chosen.choose,
    beginSend,
    removeSent,
    /** The stored draft has been restored. */
    isLoaded: loaded !== null,
  };
}
