"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CompareMode } from "@/components/viewer/compare/compare-mode";
import type { ViewerOrder } from "@/components/viewer/viewer-order";
import { imageQuery } from "@/lib/client/detail-queries";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";

/** The picture that the viewer's is compared with: one that was picked, else its base, else the one beside it. */
export function useCompare(imageId: ImageId, order: ViewerOrder, detail: ImageDetail | undefined) {
  const [isWanted, setWanted] = useState(false);
  const [picked, setPicked] = useState<ImageId | null>(null);
  const [mode, setMode] = useState<CompareMode>("slider");
  const [shown, setShown] = useState<"a" | "b">("b");
  const [base] = detail?.ancestors ?? [];
  const usual = base?.id ?? order.neighbour(imageId, -1) ?? order.neighbour(imageId, 1);
  const otherId = picked !== null && picked !== imageId ? picked : usual;
  const isOn = isWanted && otherId !== null;
  const loaded = useQuery({
    ...imageQuery(otherId ?? imageId),
    enabled: isOn,
  });
  const known = otherId === null ? undefined : order.find(otherId);
  return {
    isPossible: otherId !== null,
    isOn,
    otherId: isOn ? otherId : null,
    other: isOn ? (known ?? loaded.data?.image ?? null) : null,
    mode,
    shown,
    setShown,
    setMode: (next: CompareMode) => {
      setMode(next);
      setShown("b");
    },
    toggle: () => {
      setWanted(!isWanted);
      setPicked(null);
      setShown("b");
    },
    stop: () => {
      setWanted(false);
      setPicked(null);
    },
    pick: setPicked,
  };
}

export type Compare = ReturnType<typeof useCompare>;
