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
import { findMention, type Mention } from "@/components/composer/mention";
import { MentionMirror } from "@/components/composer/mention-mirror";
import type { IncomingPicture } from "@/components/composer/picture-address";
import { readTransfer } from "@/components/composer/read-transfer";
import { shownMention } from "@/components/composer/shown-mentions";
import { type Offered, useMentioned } from "@/components/composer/use-mentioned";
import { useTokenArea } from "@/components/composer/use-token-area";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { isSendKey, pressedKey } from "@/components/ui/pressed-key";
import { TextArea } from "@/components/ui/text-area";
import type { WordsFor } from "@/lib/client/mention-text";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";

/** Loads with the first key press, before an `@` can need it. */
const MentionList = lazyPiece(
  () => import("@/components/composer/mention-list").then((it) => it.default),
  ({ onClose }) => ({ isOpen: true, close: onClose }),
);

export type PromptFieldHandle = { focus(): void; startMention(): void };

type Props = {
  ref?: Ref<PromptFieldHandle>;
  /** In the stored format of `mention-text`. */
  text: string;
  onText: (text: string) => void;
  placeholder: string;
  wordsFor: WordsFor;
  offered: Offered;
  /** Adds the picture as a reference and returns its name; null when the limit is reached. */
  onMention: (image: ImageView) => string | null;
  onNamed: (imageId: ImageId) => string | null;
  onPictures: (incoming: IncomingPicture[]) => void;
  onSend: () => void;
  onEscape?: () => void;
};

const PADDING = "px-4 pt-3.5 pb-3";

/** The prompt: Enter sends, Shift+Enter breaks the line, `@` mentions a picture, pasted pictures become references. */
export function PromptField({ ref, ...props }: Props) {
  const { text, onText, wordsFor, onNamed } = props;
  const t = useTranslations("composer");
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [mention, setMention] = useState<Mention | null>(null);
  const [active, setActive] = useState(0);
  const mentioned = useMentioned(mention?.query ?? null, props.offered);
  const tokens = useTokenArea({ area, text, onText, wordsFor, onNamed });

  const readMention = () => {
    const { current } = area;
    if (!current || current.selectionStart !== current.selectionEnd) return setMention(null);
    const found = findMention(current.value, current.selectionStart);
    setMention(found);
    if (found?.query !== mention?.query) setActive(0);
  };

  const pick = (image: ImageView) => {
    if (mention === null) return;
    const words = props.onMention(image);
    setMention(null);
    const field = area.current;
    if (words === null || !field) return;
    const end = mention.start + 1 + mention.query.length;
    const rest = field.value.slice(end);
    const gap = rest === "" || !/^[\s\p{P}]/u.test(rest) ? " " : "";
    field.setSelectionRange(mention.start, end);
    tokens.insert(shownMention(image.id, words) + gap);
  };

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    startMention: () => {
      const isApart = text === "" || /\s$/.test(text);
      onText(`${text}${isApart ? "" : " "}@`);
      // A closing menu returns the focus to its trigger; focus the field after that.
      setTimeout(() => {
        const field = area.current;
        if (!field) return;
        const { length } = field.value;
        field.focus();
        field.setSelectionRange(length, length);
        setMention({ start: length - 1, query: "" });
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
      // With nothing to cancel, leave the field so that single-key shortcuts work again.
      return props.onEscape ? props.onEscape() : area.current?.blur();
    }
    tokens.selectDeleted(key);
    if (!isSendKey(event)) return;
    event.preventDefault();
    props.onSend();
  };

  const onPaste = (event: ClipboardEvent) => {
    if (tokens.pasteWords(event.clipboardData)) return event.preventDefault();
    const { origin } = window.location;
    const incoming = readTransfer(event.clipboardData, { via: "paste", origin });
    if (incoming === null) return;
    event.preventDefault();
    props.onPictures(incoming);
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
          onClose={() => setMention(null)}
        />
      )}
      <div className="relative">
        {tokens.shown !== text && (
          <MentionMirror area={area} shown={tokens.shown} className={PADDING} />
        )}
        <TextArea
          ref={area}
          {...tokens.fieldProps}
          aria-label={t("field")}
          aria-autocomplete="list"
          aria-controls={isListed ? listId : undefined}
          aria-activedescendant={isListed ? `${listId}-${active}` : undefined}
          placeholder={props.placeholder}
          enterKeyHint="send"
          className={`relative ${PADDING}`}
          onChange={(event) => {
            tokens.fieldProps.onChange(event);
            readMention();
          }}
          onSelect={() => {
            tokens.keepBeside();
            readMention();
          }}
          onBlur={() => setMention(null)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
      </div>
    </>
  );
}
