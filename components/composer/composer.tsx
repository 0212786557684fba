"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from "react";
import { AttachChip } from "@/components/composer/attach-chip";
import { BudgetLine } from "@/components/composer/budget-line";
import { ContextStrip } from "@/components/composer/context-strip";
import { exampleDraft, NO_FOLLOW_UP } from "@/components/composer/example-draft";
import { DropOverlay } from "@/components/composer/drop-overlay";
import { PromptField, type PromptFieldHandle } from "@/components/composer/prompt-field";
import { RecipeStrip } from "@/components/composer/recipe-strip";
import { ReferenceStrip } from "@/components/composer/reference-strip";
import { SendControls } from "@/components/composer/send-controls";
import { SendNote } from "@/components/composer/send-note";
import { SettingsChips } from "@/components/composer/settings-chips";
import { useHandedReferences } from "@/components/composer/use-handed-references";
import { useIncomingPictures } from "@/components/composer/use-incoming-pictures";
import { useComposerState } from "@/components/composer/use-composer-state";
import { useLatest } from "@/components/ui/use-latest";
import { useNaming } from "@/components/composer/use-naming";
import { useRecipeOffer } from "@/components/composer/use-recipe-offer";
import { useReferences } from "@/components/composer/use-references";
import { useSend } from "@/components/composer/use-send";
import { useUnanswered } from "@/components/composer/use-unanswered";
import { VisibilityChip } from "@/components/composer/visibility-chip";
import { whyBlocked } from "@/components/composer/why-blocked";
import { KeyLine } from "@/components/composer/key-line";
import { useKeyName } from "@/components/composer/key-name";
import { useStudio } from "@/components/shell/use-studio";
import { type BaseState, editingBase } from "@/components/composer/base-state";
import { toast } from "@/components/ui/toast";
import type { DraftTarget } from "@/lib/client/drafts";
import { toSent } from "@/lib/client/mention-text";
import { firstExceeded } from "@/lib/contracts/budget-notice";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { Shape } from "@/lib/contracts/shapes";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnDraft, TurnView } from "@/lib/contracts/turns";

export type ComposerHandle = {
  focus(): void;
  /** Sends an instruction of its own at once; what is in the field stays there. Resolves with the reply. */
  make(prompt: string, shape: Shape): Promise<void>;
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
  baseState: BaseState;
  /** The target of the draft, and the same target ignoring an edit in progress. */
  target: DraftTarget | null;
  choiceTarget: DraftTarget | null;
  onRestore: (target: DraftTarget) => void;
  onClearBase: () => void;
  onNewestBase: () => void;
  editing: TurnView | null;
  onCancelEdit: () => void;
  /** `keepsBase`: the next draft already targets another picture, so the selection must not change. */
  onSent: (turn: TurnView, thread: ThreadSummary, keepsBase: boolean) => void;
  /** The turns of the current path. */
  turns: readonly TurnView[];
  threadPictures: ImageView[];
};

/** The prompt field with its settings, references and price. */
export function Composer({ ref, ...props }: Props) {
  const { editing, threadId } = props;
  const t = useTranslations("composer");
  const client = useQueryClient();
  const studio = useStudio();
  const field = useRef<PromptFieldHandle>(null);

  const onTooMany = useCallback(() => {
    void toast(t("references.tooMany", { max: REFERENCES_MAX }), { tone: "error" });
  }, [t]);
  const pictures = useReferences({ onTooMany });
  const recipe = useRecipeOffer(pictures.addFiles);
  const { onPictures, onAddress } = useIncomingPictures({ ...pictures, ...recipe });
  const isOffered = (model: string) => studio.models.some(({ id }) => id === model);
  const state = useComposerState({
    scope: { userId: studio.user.id, threadId },
    settings: props.settings,
    systemInstruction: props.systemInstruction,
    images: pictures.images,
    onImages: pictures.setImages,
    isOffered,
    editing,
    target: props.target,
    choiceTarget: props.choiceTarget,
    baseState: props.baseState,
    onRestore: props.onRestore,
  });

  const { workspace } = studio;
  const isChoosing = threadId === null && workspace.kind === "team";
  const visibility = state.visibility ?? workspace.defaultVisibility;

  const base = editing === null ? props.base : editingBase(editing);
  const baseId = base?.image.id ?? null;
  const naming = useNaming(pictures, baseId);
  const { references } = naming;
  const { prompt, mentions } = toSent(state.text, naming.wordsFor);
  const currentDraft = (): TurnDraft => ({
    threadId,
    parentTurnId: editing === null ? props.parentTurnId : editing.parentTurnId,
    baseImageId: baseId,
    prompt,
    ...(mentions.length > 0 && { mentions }),
    settings: state.settings,
    systemInstruction: state.systemInstruction,
    referenceIds: naming.images.map(({ id }) => id),
    ...(isChoosing && { visibility }),
  });

  const offer = studio.models.find((one) => one.id === state.settings.model);
  const [isSendingEdit, setSendingEdit] = useState(false);
  const costMicroUsd = (offer?.priceMicroUsd ?? 0) * state.settings.variations;
  const exceeded = firstExceeded(studio.budgets, costMicroUsd);
  const keyName = useKeyName(studio.key);
  const room = (offer?.referencesMax ?? REFERENCES_MAX) - (base === null ? 0 : 1);
  const baseBlocked = { ready: null, seeking: "seeking", gone: "baseGone" } as const;
  const blocked = isSendingEdit
    ? "sending"
    : (whyBlocked(prompt, references, exceeded !== null, room) ?? baseBlocked[props.baseState]);
  const pendingSends = useUnanswered({
    threadId,
    turns: props.turns,
    isReady: state.isLoaded,
    onMade: (body, made) => {
      const left = state.removeSent(body);
      if (editing !== null && left === "") props.onCancelEdit();
      // If the user has typed more in a new thread, do not navigate away.
      if (made !== null && (threadId !== null || left === "")) {
        props.onSent(made.turn, made.thread, left !== "");
      }
    },
  });
  const send = useSend({ client, studio, offer, pendingSends, onSent: props.onSent });
  const latestEditing = useLatest(editing);

  /** The text sent while an upload was still running: it is sent once the upload ends, unless it changed. */
  const [eagerText, setEagerText] = useState<string | null>(null);
  const isEager = eagerText !== null && eagerText === state.text;

  const latestWritten = useLatest({ text: state.text, target: props.target });
  const onSend = () => {
    if (blocked === "uploading" || blocked === "seeking") setEagerText(state.text);
    if (blocked !== null) return;
    setEagerText(null);
    const draft = currentDraft();
    const { target } = props;
    const sending = state.beginSend({ text: state.text, references: naming.images, target });
    const look = { base: base?.image ?? null, references: naming.images };
    const { settings } = draft;
    if (editing === null) {
      state.setText("");
      pictures.setImages([]);
      // The number of pictures applies to one instruction.
      if (settings.variations > 1)
        state.choose({ ...settings, variations: 1 }, draft.systemInstruction);
    }
    // Keep edit mode until the server has the turn: restored as a plain instruction it would get another parent.
    setSendingEdit(editing !== null);
    void send(draft, {
      look,
      keepsBase: () => {
        const { text, target: now } = latestWritten.current;
        return editing === null && text.trim() !== "" && now?.kind === "picture" && now !== target;
      },
      onDone: (turn) => {
        sending.done(turn.threadId);
        if (editing === null) return;
        setSendingEdit(false);
        if (latestEditing.current === editing) props.onCancelEdit();
      },
      onFailed: () => {
        if (editing !== null) setSendingEdit(false);
        else if (settings.variations > 1) state.choose(settings, draft.systemInstruction);
        if (editing !== null && latestEditing.current === editing) sending.keep();
        else sending.restoreText();
      },
    });
  };

  useHandedReferences(threadId === null && state.isLoaded, naming.namePicture);

  const latestOnSend = useLatest(onSend);
  useEffect(() => {
    if (isEager && blocked === null) latestOnSend.current();
  }, [isEager, blocked, latestOnSend]);

  useEffect(() => {
    // Focus a new thread's empty composer, but not on a phone, where that would raise the keyboard.
    if (threadId === null && window.matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [threadId]);

  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    make: async (prompt, shape) => {
      if (exceeded === null) await send(exampleDraft(currentDraft(), prompt, shape), NO_FOLLOW_UP);
      // The field says why it cannot be sent.
      else state.setText((typed) => (typed.trim() === "" ? prompt : typed));
    },
    addReference: (image) => void naming.nameImage(image),
    currentDraft,
  }));

  return (
    <section aria-label={t("label")} className="relative">
      <div className="float rounded-[16px] transition-colors focus-within:border-line-strong">
        <ContextStrip
          base={base}
          isEditing={editing !== null}
          isGone={props.baseState === "gone"}
          onClear={editing === null ? props.onClearBase : props.onCancelEdit}
          onNewest={props.onNewestBase}
        />
        <ReferenceStrip
          references={references}
          hasBase={base !== null}
          onRemove={(key) => {
            state.setText((text) => naming.withoutReference(text, key));
            pictures.removeReference(key);
          }}
          onRetry={pictures.retryReference}
          onMove={naming.moveReference}
        />
        <RecipeStrip
          recipe={recipe}
          composer={state}
          isOffered={isOffered}
          onUsed={() => field.current?.focus()}
        />
        <PromptField
          ref={field}
          text={state.text}
          onText={state.setText}
          placeholder={base === null ? t("placeholderNew") : t("placeholderRefine")}
          wordsFor={naming.wordsFor}
          offered={{ references: naming.images, threadPictures: props.threadPictures, baseId }}
          onMention={naming.nameImage}
          onNamed={naming.namePicture}
          onPictures={onPictures}
          onSend={onSend}
          onEscape={editing === null ? undefined : props.onCancelEdit}
        />
        <div className="flex items-center gap-1.5 px-2.5 pb-2.5">
          <div className="-m-1 flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto mask-r-from-[calc(100%-20px)] py-1 pr-5 pl-1 [scrollbar-width:none]">
            <AttachChip
              onFiles={recipe.addFiles}
              onAddress={onAddress}
              onEarlier={() => field.current?.startMention()}
            />
            {isChoosing && (
              <VisibilityChip
                visibility={visibility}
                workspaceName={workspace.name}
                onChange={state.setVisibility}
              />
            )}
            <SettingsChips
              studio={studio}
              settings={state.settings}
              systemInstruction={state.systemInstruction}
              hasPictures={base !== null || references.length > 0}
              onChange={(settings) => state.choose(settings, state.systemInstruction)}
              onSystemInstruction={(text) => state.choose(state.settings, text)}
            />
          </div>
          <SendControls
            characters={prompt.length}
            costMicroUsd={studio.isSandbox ? null : costMicroUsd}
            keyName={keyName}
            blocked={blocked}
            onSend={onSend}
          />
        </div>
        <KeyLine name={keyName} />
        <BudgetLine
          budgets={studio.budgets}
          exceeded={exceeded}
          managers={studio.budgetManagers}
          role={studio.workspace.role}
        />
        <SendNote blocked={blocked} isEager={isEager} />
      </div>
      <DropOverlay onPictures={onPictures} />
    </section>
  );
}
