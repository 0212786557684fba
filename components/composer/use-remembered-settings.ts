"use client";

import { useEffect, useRef, useState } from "react";
import { call } from "@/lib/client/call";
import type { ThreadId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";

/** Chips are clicked in quick succession; the thread remembers where they end up. */
const REMEMBER_AFTER_MS = 800;

type Options = {
  threadId: ThreadId | null;
  /** As the thread has them, or as a new thread should begin. */
  settings: TurnSettings;
  systemInstruction: string;
  isEditing: boolean;
  /** Words stand in the composer: they are sent with the settings that they were written with. */
  isWriting: boolean;
};

/**
 * The chips' values. They follow the thread (another tab may change it) until somebody chooses or writes here; what is
 * chosen is remembered on the thread a moment later.
 */
export function useRememberedSettings({
  threadId,
  settings: given,
  systemInstruction: givenInstruction,
  isEditing,
  isWriting,
}: Options) {
  const [values, setValues] = useState({ settings: given, systemInstruction: givenInstruction });
  const [isChosen, setChosen] = useState(false);

  const givenNow = JSON.stringify([given, givenInstruction]);
  const [followed, setFollowed] = useState(givenNow);
  if (givenNow !== followed && !isChosen && !isEditing && !isWriting) {
    setFollowed(givenNow);
    setValues({ settings: given, systemInstruction: givenInstruction });
  }

  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (threadId === null || !isChosen || isEditing) return undefined;
    const remember = () => {
      waiting.current = null;
      // A setting that is not remembered is no loss worth a message: sending stores it too.
      call("threads.update", { params: { threadId }, body: values }).then(
        () => setChosen(waiting.current !== null),
        () => undefined,
      );
    };
    waiting.current = remember;
    const timer = setTimeout(remember, REMEMBER_AFTER_MS);
    return () => clearTimeout(timer);
  }, [threadId, isChosen, isEditing, values]);
  // Whoever leaves the thread within that moment has chosen all the same.
  useEffect(() => () => waiting.current?.(), []);

  return {
    ...values,
    isChosen,
    choose(settings: TurnSettings, systemInstruction: string) {
      setChosen(true);
      setValues({ settings, systemInstruction });
    },
    /** For editing and back, and for a draft: neither remembered nor kept as a draft. */
    show(settings: TurnSettings, systemInstruction: string) {
      setValues({ settings, systemInstruction });
    },
  };
}
