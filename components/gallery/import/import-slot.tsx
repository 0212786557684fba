"use client";

import { lazyPiece } from "@/components/ui/lazy-piece";

export const ImportDialog = lazyPiece(
  () => import("@/components/gallery/import/import-dialog").then((it) => it.ImportDialog),
  ({ onClose }) => ({ isOpen: true, close: onClose }),
);
