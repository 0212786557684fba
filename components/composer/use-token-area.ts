"use client";

import {
  type ChangeEvent,
  type ClipboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from "react";
import {
  besideTokens,
  fromShown,
  mendTokens,
  toPlain,
  toShown,
  tokensIn,
} from "@/components/composer/shown-mentions";
import { mentionedIn, type WordsFor } from "@/lib/client/mention-text";
import type { ImageId } from "@/lib/contracts/ids";

/** Clipboard type with mentions, for composers of this instance. Other programs get plain text. */
const WORDS_TYPE = "application/x-pentimento-words";

type Options = {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  wordsFor: WordsFor;
  /** Adds a picture mentioned in pasted text and returns its name; null when the limit is reached. */
  onNamed: (imageId: ImageId) => string | null;
};

/** A text area with atomic mention tokens: deleted whole, skipped by the caret, copied with their pictures. */
export function useTokenArea({ area, text, onText, wordsFor, onNamed }: Options) {
  const shown = toShown(text, wordsFor);
  /** Text before the current edit; the steps of an input method count as one edit. */
  const settled = useRef(shown);
  /** Caret after the last edit: the text area's value and the text before the caret. */
  const edited = useRef<{ value: string; head: string } | null>(null);
  const lastCaret = useRef({ start: 0, end: 0 });
  const composition = useRef(false);

  useLayoutEffect(() => {
    if (!composition.current) settled.current = shown;
    const last = edited.current;
    edited.current = null;
    // Renumbering rewrites the value, and the browser would move the caret to the end.
    if (last === null || last.value === shown) return;
    const caret = toShown(last.head, wordsFor).length;
    area.current?.setSelectionRange(caret, caret);
  });

  const take = (value: string, caret: number) => {
    const mended = mendTokens(settled.current, value);
    const taken = mended?.text ?? value;
    const next = fromShown(taken);
    const head = fromShown(taken.slice(0, mended?.caret ?? caret));
    edited.current = next === text ? null : { value, head };
    onText(next);
  };
  const onChange = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    if (composition.current) onText(fromShown(target.value));
    else take(target.value, target.selectionStart);
  };

  /** Selects a token before a delete key damages it, so that the browser deletes it whole and undo works. */
  const selectDeleted = (key: string) => {
    const field = area.current;
    if (!field || field.selectionStart !== field.selectionEnd) return;
    const caret = field.selectionStart;
    const token = tokensIn(field.value).find(({ start, end }) =>
      key === "Backspace" ? end === caret : key === "Delete" && start === caret,
    );
    if (token) field.setSelectionRange(token.start, token.end);
  };

  const keepBeside = () => {
    const field = area.current;
    if (!field || composition.current) return;
    const tokens = tokensIn(field.value);
    const { selectionStart, selectionEnd, selectionDirection } = field;
    const start = besideTokens(tokens, selectionStart, lastCaret.current.start);
    const end =
      selectionStart === selectionEnd
        ? start
        : besideTokens(tokens, selectionEnd, lastCaret.current.end);
    lastCaret.current = { start, end };
    if (start !== selectionStart || end !== selectionEnd) {
      field.setSelectionRange(start, end, selectionDirection);
    }
  };

  const onCopy = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const field = event.currentTarget;
    const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
    if (tokensIn(chosen).length === 0) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", toPlain(chosen));
    event.clipboardData.setData(WORDS_TYPE, fromShown(chosen));
    if (event.type === "cut") insert("");
  };

  /** Pastes text copied from a composer, with its pictures. False where there is none. */
  const pasteWords = (data: DataTransfer): boolean => {
    const words = data.getData(WORDS_TYPE);
    if (mentionedIn(words).length === 0) return false;
    const names = new Map(mentionedIn(words).map((id) => [id, wordsFor(id) ?? onNamed(id)]));
    insert(toShown(words, (id) => names.get(id) ?? null));
    return true;
  };

  /** Inserts at the caret as typing does, so that undo works. */
  const insert = (words: string, from?: number) => {
    const field = area.current;
    if (!field) return;
    field.focus();
    if (from !== undefined) field.setSelectionRange(from, field.selectionEnd);
    // Deprecated, but the only call that every browser records in a text area's undo history.
    const isDone =
      words === ""
        ? document.execCommand("delete")
        : document.execCommand("insertText", false, words);
    if (isDone) return;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  return {
    shown,
    insert,
    selectDeleted,
    pasteWords,
    fieldProps: {
      value: shown,
      onChange,
      onCopy,
      onCut: onCopy,
      onCompositionStart: () => {
        composition.current = true;
        settled.current = area.current?.value ?? settled.current;
      },
      onCompositionEnd: () => {
        composition.current = false;
        const field = area.current;
        if (field) take(field.value, field.selectionStart);
      },
    },
    keepBeside,
  };
}
