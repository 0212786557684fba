"use client";

import { useTranslations } from "next-intl";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import { openSharing, type Shareable, useOfferSharing } from "@/lib/client/sharing";
import { imageShareable } from "@/lib/client/shareables";
import { useStudio } from "@/components/shell/use-studio";
import { toast } from "@/components/ui/toast";
import { imagesWhere } from "@/lib/client/wall/wall-many";
import type { WallState } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import { SHARE_SELECTION_MAX } from "@/lib/contracts/share-choices";

type Options = {
  state: WallState;
  selection: WallSelection;
  activeId: ImageId | null;
  /** Nothing in the trash can be shared. */
  isInTrash: boolean;
};

/** Shares the selection of a wall, or one of its pictures; offers for the key `S` whichever there is. */
export function useWallSharing({ state, selection, activeId, isInTrash }: Options) {
  const t = useTranslations("links");
  const { workspace } = useStudio();
  const mayShare = isPermitted(workspace.role, "write") && !isInTrash;
  const selected = (): Shareable => {
    const ids = imagesWhere(state.chunks, selection.has);
    return {
      target: { kind: "selection", ids: ids.slice(0, SHARE_SELECTION_MAX) },
      title: "",
      imageIds: ids.slice(0, 12),
      count: selection.count,
      words: null,
    };
  };
  const isSelected = selection.count > 0;
  const single = activeId === null ? null : imageShareable(activeId);
  useOfferSharing(mayShare ? (isSelected ? selected() : single) : null);
  return {
    shareImage: (imageId: ImageId) => openSharing(imageShareable(imageId)),
    shareSelection: () => {
      const shareable = selected();
      // With "all" selected, those that never came near are not loaded.
      const isWhole =
        shareable.target.kind === "selection" && shareable.target.ids.length === shareable.count;
      if (isWhole) openSharing(shareable);
      else void toast(t("tooMany", { max: SHARE_SELECTION_MAX }), { detail: t("tooManyDetail") });
    },
  };
}
