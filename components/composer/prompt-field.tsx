"use client";

import { useTranslations } from "next-intl";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import {
  findMention,
  type Mention,
  referenceNumber,
  replaceMention,
} from "@/components/composer/mention";
import type { Brought } from "@/components/composer/picture-address";
import { readTransfer } from "@/components/composer/read-transfer";
import { useMentioned } from "@/components/composer/use-mentioned";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { isSendKey, pressedKey } from "@/components/ui/pressed-key";
import { TextArea } from "@/components/ui/text-area";
import type { ImageView } from "@/lib/contracts/images";

/** Comes with the first key, before an `@` can ask for it. */
const MentionList = lazyPiece(
  () => import("@/components/composer/mention-list").then((it) => it.default),
  ({ onLeave }) => ({ isOpen: true, close: onLeave }),
);

export type PromptFieldHandle = { focus(): void; startMention(): void };

type Props = {
  ref?: Ref<PromptFieldHandle>;
  text: string;
  onText: (text: string) => void;
  placeholder: string;
  hasBase: boolean;
  threadPictures: ImageView[];
  /** Adds a picture to the references; says its place from 0, or null where there is no room. */
  onMention: (image: ImageView) => number | null;
  onPictures: (brought: Brought[]) => void;
  onSend: () => void;
  onEscape?: () => void;
};

/** The words: Enter sends, Shift+Enter breaks the line, `@` finds a picture, pasted pictures become references. */
export function PromptField({ ref, ...props }: Props) {
  const { text, onText } = props;
  const t = useTranslations("composer");
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [mention, setMention] = useState<Mention | null>(null);
  const [active, setActive] = useState(0);
  const mentioned = useMentioned(mention?.query ?? null, props.threadPictures);

  const readMention = () => {
    const { current } = area;
    if (!current || current.selectionStart !== current.selectionEnd) return setMention(null);
    const found = findMention(current.value, current.selectionStart);
    setMention(found);
    if (found?.query !== mention?.query) setActive(0);
  };

  const pick = (image: ImageView) => {
    if (mention === null) return;
    const place = props.onMention(image);
    setMention(null);
    if (place === null) return;
    const number = referenceNumber(place, props.hasBase);
    const next = replaceMention(text, mention, t("mention.words", { number }));
    onText(next.text);
    // After React has put the text there.
    requestAnimationFrame(() => area.current?.setSelectionRange(next.caret, next.caret));
  };

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    startMention: () => {
      const next = text === "" || /\s$/.test(text) ? `${text}@` : `${text} @`;
      onText(next);
      // The menu gives the focus back to its trigger when it closes; the field takes it after that.
      setTimeout(() => {
        area.current?.focus();
        area.current?.setSelectionRange(next.length, next.length);
        setMention({ start: next.length - 1, query: "" });
        setActive(0);
      }, 50);
    },
  }));

  const moveInList = (key: string): boolean => {
    if (mention === null || mentioned.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      setActive((active + step + mentioned.length) % mentioned.length);
      return true;
    }
    const image = mentioned[active];
    if ((key === "Enter" || key === "Tab") && image !== undefined) {
      pick(image);
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    void MentionList.preload();
    const key = pressedKey(event);
    if (key === null) return;
    if (moveInList(key)) return event.preventDefault();
    if (key === "Escape") {
      if (mention !== null) return setMention(null);
      // With nothing to leave but the field itself, the page's single keys are free again.
      return props.onEscape ? props.onEscape() : area.current?.blur();
    }
    if (!isSendKey(event)) return;
    event.preventDefault();
    props.onSend();
  };

  const onPaste = (event: ClipboardEvent) => {
    const { origin } = window.location;
    const brought = readTransfer(event.clipboardData, { way: "paste", origin });
    if (brought === null) return;
    event.preventDefault();
    props.onPictures(brought);
  };

  const isListed = mention !== null && mentioned.length > 0;
  return (
    <>
      {mention !== null && (mentioned.length > 0 || !/\s/.test(mention.query)) && (
        <MentionList
          id={listId}
          images={mentioned}
          active={active}
          onPick={pick}
          onActive={setActive}
          onLeave={() => setMention(null)}
        />
      )}
      <TextArea
        ref={area}
        value={text}
        aria-label={t("field")}
        aria-autocomplete="list"
        aria-controls={isListed ? listId : undefined}
        aria-activedescendant={isListed ? `${listId}-${active}` : undefined}
        placeholder={props.placeholder}
        enterKeyHint="send"
        className="px-4 pt-3.5 pb-3"
        onChange={(event) => {
          onText(event.target.value);
          readMention();
        }}
        onSelect={readMention}
        onBlur={() => setMention(null)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </>
  );
}
