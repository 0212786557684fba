"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type CSSProperties, useState } from "react";
import { useStudioActions } from "@/components/studio/studio-actions";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { patchImage } from "@/lib/client/fold-image";
import { useProblemText } from "@/lib/client/problem-text";
import { useStudio } from "@/components/shell/use-studio";
import type { ImageView } from "@/lib/contracts/images";
import { isPermitted } from "@/lib/contracts/permissions";
import type { TurnView } from "@/lib/contracts/turns";

type Props = {
  image: ImageView;
  turn: TurnView;
  style: CSSProperties;
};

/** The place of a picture that is in the trash, with a way back, or that was deleted for good. */
export function GonePicture({ image, turn, style }: Props) {
  const t = useTranslations("studio.gone");
  const client = useQueryClient();
  const problemText = useProblemText();
  const { mayMake } = useStudioActions();
  const { user, workspace } = useStudio();
  const [isBusy, setIsBusy] = useState(false);
  const isInTrash = image.state === "trashed";
  const mayRestore =
    isInTrash &&
    mayMake &&
    (turn.createdBy.id === user.id || isPermitted(workspace.role, "manage"));

  const restore = async () => {
    setIsBusy(true);
    try {
      patchImage(client, await call("images.restore", { params: { imageId: image.id }, body: {} }));
    } catch (error) {
      void toast(problemText(error), { tone: "error" });
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <figure
      className="grid min-w-0 place-items-center rounded-print border border-line bg-plate p-4 text-center text-[14px] text-muted"
      style={style}
    >
      <figcaption className="flex flex-col items-center gap-2">
        {isInTrash ? t("inTrash") : t("purged")}
        {mayRestore && (
          <Button size="sm" disabled={isBusy} onClick={() => void restore()}>
            {t("restore")}
          </Button>
        )}
      </figcaption>
    </figure>
  );
}
