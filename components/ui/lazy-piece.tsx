"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, useEffect, useEffectEvent, useState } from "react";
import { toast } from "@/components/ui/toast";

/** Open state of a lazy piece, with a callback that closes it. */
export type Handle = { isOpen: boolean; close: () => void };

export type LazyPiece<Props> = ComponentType<Props> & {
  /** Preloads the file. Resolves to whether it is available; the first opening reports failures. */
  preload: () => Promise<boolean>;
};

/**
 * A component that is loaded when first opened. If its file cannot be loaded (offline, or the server was updated), it
 * closes, shows a toast, and the next click tries again. `React.lazy` would throw and never retry.
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
    const reportFailure = useEffectEvent(() => {
      close();
      void toast(t("failed"), {
        tone: "error",
        detail: t("failedDetail"),
        // Reloading while offline would lose the page.
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
          if (!isGone) reportFailure();
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

/** Adapts `open` and `onOpenChange` to a lazy piece's handle. */
export function openHandle(props: {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
}): Handle {
  return { isOpen: props.open, close: () => props.onOpenChange(false) };
}
