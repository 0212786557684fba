"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CornerDownRight, Heart, ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useStudioLinks } from "@/components/picture/use-studio-links";
import { classNames } from "@/components/ui/class-names";
import { toast } from "@/components/ui/toast";
import { hint } from "@/components/ui/tooltip";
import { call } from "@/lib/client/call";
import { imageQuery } from "@/lib/client/detail-queries";
import { useProblemText } from "@/lib/client/problem-text";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";

type Props = {
  imageId: ImageId;
  /** Null for those who may only look: they have the heart alone. */
  onReference: ((image: ImageView) => void) | null;
  /** The acts could not be loaded. */
  onClose: () => void;
};

/** Refine, Use as reference and the heart, over the print under the pointer or with the focus. */
export function PrintActs({ imageId, onReference }: Props) {
  const t = useTranslations("studio.home");
  const { data } = useQuery(imageQuery(imageId));
  const { refine } = useStudioLinks();
  const favourite = useFavourite(imageId);
  const isFavourite = data?.isFavourite ?? false;
  return (
    <div className="pointer-events-none absolute inset-0 opacity-0 transition-opacity duration-150 group-focus-within/print:opacity-100 group-hover/print:opacity-100 pointer-coarse:hidden">
      <Act
        label={t(isFavourite ? "unfavourite" : "favourite")}
        isPressed={isFavourite}
        onPress={() => favourite.mutate(!isFavourite)}
        className="top-2 right-2 size-8 justify-center"
      >
        <Heart aria-hidden className={classNames("size-4", isFavourite && "fill-current")} />
      </Act>
      {onReference && (
        <div className="absolute inset-x-2.5 bottom-2.5 flex flex-wrap gap-2">
          <Act
            label={t("refine")}
            onPress={() => void refine(imageId)}
            className="static h-8 gap-2 px-2.5"
          >
            <CornerDownRight aria-hidden className="size-4" />
            {t("refine")}
          </Act>
          <Act
            label={t("reference")}
            onPress={() => data && onReference(data.image)}
            className="static h-8 gap-2 px-2.5"
          >
            <ImagePlus aria-hidden className="size-4" />
            <span className="truncate">{t("reference")}</span>
          </Act>
        </div>
      )}
    </div>
  );
}

type ActProps = {
  label: string;
  isPressed?: boolean;
  onPress: () => void;
  className: string;
  children: ReactNode;
};

function Act({ label, isPressed, onPress, className, children }: ActProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isPressed}
      {...(isPressed === undefined ? {} : hint(label))}
      onClick={onPress}
      className={classNames(
        "pointer-events-auto absolute inline-flex max-w-full min-w-0 items-center rounded-control bg-black/60 text-[13px] text-white transition-colors hover:bg-black/75 focus-visible:outline-white",
        className,
      )}
    >
      {children}
    </button>
  );
}

/** Marks the picture at once; a refusal takes the mark back and says why. */
function useFavourite(imageId: ImageId) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const { queryKey } = imageQuery(imageId);
  const show = (isFavourite: boolean) =>
    client.setQueryData(queryKey, (detail) => detail && { ...detail, isFavourite });
  return useMutation({
    mutationFn: (isFavourite: boolean) =>
      isFavourite
        ? call("images.favourite", { params: { imageId }, body: {} })
        : call("images.unfavourite", { params: { imageId } }),
    onMutate: (isFavourite) => void show(isFavourite),
    onError: (error, isFavourite) => {
      show(!isFavourite);
      void toast(problemText(error), { tone: "error" });
    },
  });
}
