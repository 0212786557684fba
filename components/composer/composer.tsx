"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { type Ref, useCallback, useId, useImperativeHandle, useRef } from "react";
import { AttachChip } from "@/components/composer/attach-chip";
import { ContextStrip } from "@/components/composer/context-strip";
import { DropVeil } from "@/components/composer/drop-veil";
import { PromptField, type PromptFieldHandle } from "@/components/composer/prompt-field";
import { ReferenceStrip } from "@/components/composer/reference-strip";
import { SettingsChips } from "@/components/composer/settings-chips";
import { useComposerState } from "@/components/composer/use-composer-state";
import { useEditing } from "@/components/composer/use-editing";
import { useReferences } from "@/components/composer/use-references";
import { useSend } from "@/components/composer/use-send";
import { useStudio } from "@/components/shell/use-studio";
import { usd } from "@/components/studio/price";
import { classNames } from "@/components/ui/class-names";
import { toast } from "@/components/ui/toast";
import { hint } from "@/components/ui/tooltip";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import { PROMPT_MAX_CHARS, REFERENCES_MAX } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnDraft, TurnView } from "@/lib/contracts/turns";

export type ComposerHandle = {
  focus(): void;
  insertText(text: string): void;
  addReference(image: ImageView): void;
  currentDraft(): TurnDraft;
};

type Props = {
  ref?: Ref<ComposerHandle>;
  threadId: ThreadId | null;
  settings: TurnSettings;
  systemInstruction: string;
  parentTurnId: TurnId | null;
  base: { image: ImageView; label: string } | null;
  onClearBase: () => void;
  editing: TurnView | null;
  onCancelEdit: () => void;
  onSent: (turn: TurnView, thread: ThreadSummary) => void;
  threadPictures: ImageView[];
};

/** From this many characters on the counter shows. */
const COUNTER_FROM = PROMPT_MAX_CHARS - 2_000;

/** Where instructions are written: one line until it needs more, its settings as chips, its price before it is sent. */
export function Composer(props: Props) {
  const { editing, threadId } = props;
  const t = useTranslations("composer");
  const format = useFormatter();
  const locale = useLocale();
  const client = useQueryClient();
  const studio = useStudio();
  const reasonId = useId();
  const field = useRef<PromptFieldHandle>(null);

  const onTooMany = useCallback(() => {
    void toast(t("references.tooMany", { max: REFERENCES_MAX }), { tone: "error" });
  }, [t]);
  const pictures = useReferences({ onTooMany });
  const state = useComposerState({
    threadId,
    settings: props.settings,
    systemInstruction: props.systemInstruction,
    images: pictures.images,
    isEditing: editing !== null,
    onImages: pictures.setImages,
  });
  useEditing(
    editing,
    {
      text: state.text,
      images: pictures.images,
      settings: state.settings,
      systemInstruction: state.systemInstruction,
    },
    (written) => {
      state.setText(written.text);
      pictures.setImages(written.images);
      state.showSettings(written.settings, written.systemInstruction);
    },
  );

  const base = editing === null ? props.base : editingBase(editing);
  const currentDraft = (): TurnDraft => ({
    threadId,
    parentTurnId: editing === null ? props.parentTurnId : editing.parentTurnId,
    baseImageId: base?.image.id ?? null,
    prompt: state.text,
    settings: state.settings,
    systemInstruction: state.systemInstruction,
    referenceIds: pictures.images.map(({ id }) => id),
  });

  const offer = studio.models.find((one) => one.id === state.settings.model);
  const blocked = whyBlocked(state.text, pictures);
  const send = useSend({ client, studio, offer, onSent: props.onSent });
  const onSend = () => {
    if (blocked !== null) return;
    const draft = currentDraft();
    const sentText = state.text;
    const sentImages = pictures.images;
    if (editing === null) {
      state.setText("");
      pictures.setImages([]);
    } else props.onCancelEdit();
    if (threadId === null) state.forgetChoice();
    void send(draft, { base: base?.image ?? null, references: sentImages }, () => {
      // Nothing is lost: what did not get through stands in the composer again, before whatever was typed since.
      state.setText((typed) => (typed.trim() === "" ? sentText : `${sentText}\n\n${typed}`));
      if (sentImages.length > 0) pictures.setImages(sentImages);
    });
  };

  useImperativeHandle(props.ref, () => ({
    focus: () => field.current?.focus(),
    insertText: (text) => {
      state.setText((typed) => (typed.trim() === "" ? text : `${typed.trimEnd()} ${text}`));
    },
    addReference: (image) => void pictures.addImage(image),
    currentDraft,
  }));

  const cost = (offer?.priceMicroUsd ?? 0) * state.settings.variations;
  return (
    <section aria-label={t("label")} className="relative">
      <div className="float rounded-[16px] focus-within:border-line-strong">
        <ContextStrip
          base={base}
          isEditing={editing !== null}
          onClear={editing === null ? props.onClearBase : props.onCancelEdit}
        />
        <ReferenceStrip
          references={pictures.references}
          hasBase={base !== null}
          onRemove={pictures.removeReference}
          onMove={pictures.moveReference}
        />
        <PromptField
          ref={field}
          text={state.text}
          onText={state.setText}
          placeholder={base === null ? t("placeholderNew") : t("placeholderRefine")}
          hasBase={base !== null}
          threadPictures={props.threadPictures}
          onMention={pictures.addImage}
          onFiles={pictures.addFiles}
          onAddress={pictures.addAddress}
          onSend={onSend}
          onEscape={editing === null ? undefined : props.onCancelEdit}
        />
        <div className="flex items-center gap-1.5 px-2.5 pb-2.5">
          <div className="flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto [scrollbar-width:none]">
            <AttachChip
              onFiles={pictures.addFiles}
              onAddress={pictures.addAddress}
              onEarlier={() => field.current?.startMention()}
            />
            <SettingsChips
              studio={studio}
              settings={state.settings}
              systemInstruction={state.systemInstruction}
              hasPictures={base !== null || pictures.references.length > 0}
              onChange={state.chooseSettings}
              onSystemInstruction={state.chooseSystemInstruction}
            />
          </div>
          {state.text.length > COUNTER_FROM && (
            <span
              className={classNames(
                "figures shrink-0 text-[12px]",
                state.text.length > PROMPT_MAX_CHARS ? "text-danger" : "text-muted",
              )}
            >
              {new Intl.NumberFormat(locale).format(PROMPT_MAX_CHARS - state.text.length)}
            </span>
          )}
          <span
            className="figures shrink-0 pr-1 pl-1 text-[13px] text-muted"
            title={t("priceHint")}
          >
            {studio.isSandbox ? t("settings.free") : usd(format, cost)}
          </span>
          <button
            type="button"
            onClick={onSend}
            aria-label={t("send")}
            aria-disabled={blocked !== null}
            aria-describedby={blocked === null ? undefined : reasonId}
            {...hint(blocked === null ? t("send") : t(`blocked.${blocked}`), "↵")}
            className="grid size-9 shrink-0 place-items-center rounded-[10px] bg-accent-strong text-on-accent transition-[background-color,opacity] hover:bg-[color-mix(in_srgb,var(--accent-strong)_90%,var(--ink))] aria-disabled:opacity-40 pointer-coarse:size-10"
          >
            <ArrowUp aria-hidden className="size-[18px]" />
          </button>
          {blocked !== null && (
            <span id={reasonId} className="sr-only">
              {t(`blocked.${blocked}`)}
            </span>
          )}
        </div>
        {(blocked === "tooLong" || blocked === "failedReference") && (
          <p role="status" className="px-3.5 pb-3 text-[13px] text-danger">
            {t(`blocked.${blocked}`)}
          </p>
        )}
      </div>
      <DropVeil onFiles={pictures.addFiles} />
    </section>
  );
}

type Blocked = "empty" | "tooLong" | "uploading" | "failedReference";

function whyBlocked(
  text: string,
  pictures: { isWaiting: boolean; hasFailed: boolean },
): Blocked | null {
  if (pictures.hasFailed) return "failedReference";
  if (text.trim() === "") return "empty";
  if (text.length > PROMPT_MAX_CHARS) return "tooLong";
  return pictures.isWaiting ? "uploading" : null;
}

function editingBase(turn: TurnView): { image: ImageView; label: string } | null {
  return turn.baseImage === null ? null : { image: turn.baseImage, label: turn.baseImage.name };
}
