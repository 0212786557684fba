"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, useEffect, useEffectEvent, useState } from "react";
import { toast } from "@/components/ui/toast";

/** How a piece is open, and how its opener is told that it could not come. */
export type Handle = { isOpen: boolean; close: () => void };

export type LazyPiece<Props> = ComponentType<Props> & {
  /** Fetches it ahead of time. Gives whether it is there now; a failure is left to the first opening to say. */
  preload: () => Promise<boolean>;
};

/**
 * A part of the page that is fetched when it is first opened. Without a network, or after the studio was updated
 * beneath an open tab, its file cannot be had: then it closes again and says so, and the next press tries anew.
 * (`React.lazy` throws instead, which takes the page down, and never asks a second time.)
 */
export function lazyPiece<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  handleOf: (props: Props) => Handle,
): LazyPiece<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<ComponentType<Props>> | null = null;

  const fetchOnce = () => {
    loading ??= load().then(
      (piece) => (loaded = piece),
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };

  function Piece(props: Props) {
    const t = useTranslations("common.piece");
    const [Shown, setShown] = useState(() => loaded);
    const { isOpen, close } = handleOf(props);
    const giveUp = useEffectEvent(() => {
      close();
      void toast(t("failed"), {
        tone: "error",
        detail: t("failedDetail"),
        // Reloading without a network would leave nothing at all.
        action: navigator.onLine
          ? { label: t("reload"), onSelect: () => location.reload() }
          : undefined,
      });
    });
    const isMissing = Shown === null;
    useEffect(() => {
      if (!isMissing || !isOpen) return undefined;
      let isGone = false;
      fetchOnce().then(
        (piece) => {
          if (!isGone) setShown(() => piece);
        },
        () => {
          if (!isGone) giveUp();
        },
      );
      return () => {
        isGone = true;
      };
    }, [isMissing, isOpen]);
    return Shown === null ? null : <Shown {...props} />;
  }

  return Object.assign(Piece, {
    preload: () =>
      fetchOnce().then(
        () => true,
        () => false,
      ),
  });
}

/** The handle of whatever is opened and closed by `open` and `onOpenChange`. */
export function openHandle(props: {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
}): Handle {
  return { isOpen: props.open, close: () => props.onOpenChange(false) };
}
