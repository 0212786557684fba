"use client";

import { useEffect, useRef, useState } from "react";
import { call } from "@/lib/client/call";
import type { ThreadId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";

/** Debounce: chips are often clicked in quick succession. */
const REMEMBER_AFTER_MS = 800;

type Options = {
  threadId: ThreadId | null;
  /** The thread's settings, or the defaults of a new thread. */
  settings: TurnSettings;
  systemInstruction: string;
  isEditing: boolean;
  /** The composer has text, which is sent with the settings it was written with. */
  isWriting: boolean;
};

/**
 * The chips' values. They follow the thread (another tab may change it) until the user chooses a setting or types;
 * choices are stored on the thread after a debounce.
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
      // A failure here needs no message: sending stores the settings too.
      call("threads.update", { params: { threadId }, body: values }).then(
        () => setChosen(waiting.current !== null),
        () => undefined,
      );
    };
    waiting.current = remember;
    const timer = setTimeout(remember, REMEMBER_AFTER_MS);
    return () => clearTimeout(timer);
  }, [threadId, isChosen, isEditing, values]);
  // Flush a pending change on unmount.
  useEffect(() => () => waiting.current?.(), []);

  return {
    ...values,
    isChosen,
    choose(settings: TurnSettings, systemInstruction: string) {
      setChosen(true);
      setValues({ settings, systemInstruction });
    },
    /** For edits and restored drafts: changes neither the thread nor the draft. */
    show(settings: TurnSettings, systemInstruction: string) {
      setValues({ settings, systemInstruction });
    },
  };
}
