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

/** Words with their pictures, for other composers of this studio. Any other program gets plain text. */
const WORDS_TYPE = "application/x-pentimento-words";

type Options = {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  wordsFor: WordsFor;
  /** Makes a picture go along that pasted words name; what it is called from then on, null where there is no room. */
  onNamed: (imageId: ImageId) => string | null;
};

/** A text area whose mentions are tokens: whole or gone, passed in one step, copied with the pictures that they name. */
export function useTokenArea({ area, text, onText, wordsFor, onNamed }: Options) {
  const shown = toShown(text, wordsFor);
  /** Before the edit that is under way; an input method's many small ones count as one. */
  const settled = useRef(shown);
  /** Where an edit left the caret: what the text area had then, and the words before the caret. */
  const edited = useRef<{ value: string; head: string } | null>(null);
  const lastCaret = useRef({ start: 0, end: 0 });
  const composition = useRef(false);

  useLayoutEffect(() => {
    if (!composition.current) settled.current = shown;
    const last = edited.current;
    edited.current = null;
    // Where numbers change together with the words, the browser would put the caret at the end.
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

  /** Selects a token that the key would only cut into, so that the browser deletes it whole and can undo it. */
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

  /** Words that were copied in a composer, with their pictures. False where there are none. */
  const pasteWords = (data: DataTransfer): boolean => {
    const words = data.getData(WORDS_TYPE);
    if (mentionedIn(words).length === 0) return false;
    const names = new Map(mentionedIn(words).map((id) => [id, wordsFor(id) ?? onNamed(id)]));
    insert(toShown(words, (id) => names.get(id) ?? null));
    return true;
  };

  /** Puts words where the caret is, as typing does, so that they can be undone. */
  const insert = (words: string, from?: number) => {
    const field = area.current;
    if (!field) return;
    field.focus();
    if (from !== undefined) field.setSelectionRange(from, field.selectionEnd);
    // Deprecated, and the only way that every browser keeps in the history of a text area.
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
