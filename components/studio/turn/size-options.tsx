"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Crop, Scaling } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useModelLabel, useStudio } from "@/components/shell/use-studio";
import { usd } from "@/components/ui/price";
import { useStudioActions } from "@/components/studio/studio-actions";
import { useCropLabel } from "@/components/picture/use-crop-label";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { withShownKey } from "@/lib/client/with-shown-key";
import { useProblemText } from "@/lib/client/problem-text";
import { randomUuid } from "@/lib/client/random-uuid";
import type { ImageView } from "@/lib/contracts/images";
import {
  canCrop,
  cropFor,
  type ExactOffer,
  exactFor,
  type SizeMiss,
} from "@/lib/contracts/size-truth";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

type Props = {
  turn: TurnView;
  image: ImageView;
  miss: SizeMiss;
  onClose: () => void;
  onBusy: (isBusy: boolean) => void;
};

/** The two ways to get the requested size, each with its price. */
export function SizeOptions({ turn, image, miss, onClose, onBusy }: Props) {
  const t = useTranslations("studio.size");
  const format = useFormatter();
  const client = useQueryClient();
  const studio = useStudio();
  const modelLabel = useModelLabel();
  const cropWords = useCropLabel();
  const run = useRun(onClose, onBusy);
  const { mayMake } = useStudioActions();
  const exact = exactFor(miss, image, turn.settings, studio.models);
  const crop = cropFor(miss, image);
  const why = (
    <p className="px-2 pb-1.5 text-[13px] leading-5 text-pretty text-muted">
      {t(miss.kind === "pixels" ? "whyPixels" : "whyShape")}
    </p>
  );
  if (!mayMake) return why;
  return (
    <div className="flex flex-col gap-1">
      {why}
      {exact && (
        <Option
          icon={<Scaling aria-hidden className="mt-0.5 size-4 shrink-0" />}
          label={t("exact")}
          cost={studio.isSandbox ? t("free") : usd(format, exact.priceMicroUsd)}
          note={t("exactNote", { ...exact.size, model: modelLabel(exact.settings.model) })}
          onPress={() =>
            run(`exact:${image.id}`, (idempotencyKey) =>
              withShownKey(client, (keyShown) =>
                call("turns.create", {
                  body: { ...draftOf(turn, image, exact, t), idempotencyKey, keyShown },
                }),
              ),
            )
          }
        />
      )}
      {canCrop(image, crop) ? (
        <Option
          icon={<Crop aria-hidden className="mt-0.5 size-4 shrink-0" />}
          label={t("crop")}
          cost={t("free")}
          note={t("cropNote", { done: cropWords(crop, image) })}
          onPress={() =>
            run(`crop:${image.id}`, (idempotencyKey) =>
              call("images.crop", {
                params: { imageId: image.id },
                body:
                  miss.kind === "pixels"
                    ? { size: `${crop.width}x${crop.height}`, idempotencyKey }
                    : { shape: miss.asked, idempotencyKey },
              }),
            )
          }
        />
      ) : (
        <p className="px-2 py-1 text-[12px] leading-4 text-muted">{t("tooFar", crop)}</p>
      )}
    </div>
  );
}

/**
 * Refines the picture with a neutral instruction: repeating the original would apply it twice ("add a boat": two
 * boats).
 */
function draftOf(
  turn: TurnView,
  image: ImageView,
  { settings, size }: ExactOffer,
  t: (key: "exactPrompt", size: { width: number; height: number }) => string,
) {
  return {
    threadId: turn.threadId,
    parentTurnId: turn.id,
    baseImageId: image.id,
    prompt: t("exactPrompt", size),
    settings,
    systemInstruction: turn.systemInstruction,
    referenceIds: [],
  };
}

/** Idempotency keys of failed requests: a retry asks for the same turn, not a second one. */
const failedKeys = new Map<string, string>();

/**
 * Requests a new version and goes to it. The popover closes first, so that it cannot take the focus back afterwards.
 */
function useRun(onClose: () => void, onBusy: (isBusy: boolean) => void) {
  const problemText = useProblemText();
  const { follow } = useStudioActions();
  type Made = { turn: TurnView; thread: ThreadSummary };
  return async (what: string, ask: (idempotencyKey: string) => Promise<Made>): Promise<void> => {
    const key = failedKeys.get(what) ?? randomUuid();
    onClose();
    onBusy(true);
    try {
      const { turn, thread } = await ask(key);
      failedKeys.delete(what);
      follow(turn, thread);
    } catch (error) {
      failedKeys.set(what, key);
      void toast(problemText(error), { tone: "error" });
    } finally {
      onBusy(false);
    }
  };
}

type OptionProps = {
  icon: ReactNode;
  label: string;
  cost: string;
  note: string;
  onPress: () => Promise<void>;
};

function Option({ icon, label, cost, note, onPress }: OptionProps) {
  return (
    <button
      type="button"
      onClick={() => void onPress()}
      className="flex gap-2.5 rounded-control px-2 py-2 text-left text-ink transition-colors hover:bg-hover focus-visible:bg-hover"
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="flex justify-between gap-3 text-[14px] leading-5 font-medium">
          {label}
          <span className="figures font-normal text-muted">{cost}</span>
        </span>
        <span className="figures block text-[12px] leading-4 text-pretty text-muted">{note}</span>
      </span>
    </button>
  );
}
