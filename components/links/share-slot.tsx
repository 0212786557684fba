"use client";

import { useOpenedSharing } from "@/lib/client/sharing";
import { lazyPiece } from "@/components/ui/lazy-piece";

export const ShareDialog = lazyPiece(
  () => import("@/components/links/dialog/share-dialog").then((it) => it.default),
  ({ onClose }) => ({ isOpen: true, close: onClose }),
);

/** The dialog that `openSharing` opens. */
export function ShareSlot() {
  const [shareable, close] = useOpenedSharing();
  return shareable && <ShareDialog shareable={shareable} onClose={close} />;
}
