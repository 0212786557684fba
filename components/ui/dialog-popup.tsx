"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { DialogProps } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";

const places: Record<NonNullable<DialogProps["placement"]>, string> = {
  center:
    "float top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-panel p-5 data-ending-style:opacity-0 data-starting-style:opacity-0 data-starting-style:-translate-y-[calc(50%-4px)]",
  side: "float inset-x-0 bottom-0 max-h-[88dvh] overflow-y-auto rounded-t-panel p-5 sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-[440px] sm:rounded-none sm:border-y-0 sm:border-r-0 data-ending-style:translate-y-full data-starting-style:translate-y-full sm:data-ending-style:translate-x-full sm:data-ending-style:translate-y-0 sm:data-starting-style:translate-x-full sm:data-starting-style:translate-y-0",
  left: "inset-y-0 left-0 w-[min(300px,86vw)] bg-sidebar data-ending-style:-translate-x-full data-starting-style:-translate-x-full",
  full: "inset-0 bg-paper data-ending-style:opacity-0 data-starting-style:opacity-0",
};

/** The lazily loaded part of `Dialog`; use `Dialog`. */
export default function DialogPopup(props: DialogProps) {
  const { placement = "center" } = props;
  const t = useTranslations("common");
  const hasHead = !props.isTitleHidden && placement !== "left" && placement !== "full";
  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          initialFocus={props.initialFocus}
          className={classNames(
            "fixed z-50 outline-none transition-[opacity,transform,translate] duration-200",
            places[placement],
            props.className,
          )}
        >
          {hasHead ? (
            <div className="mb-4 pr-9">
              <Dialog.Title className="text-[17px] leading-6 font-semibold text-ink">
                {props.title}
              </Dialog.Title>
              {props.description && (
                <Dialog.Description className="mt-1 text-[14px] text-muted">
                  {props.description}
                </Dialog.Description>
              )}
            </div>
          ) : (
            <Dialog.Title className="sr-only">{props.title}</Dialog.Title>
          )}
          {props.children}
          {/* Last in the DOM, so that the initial focus lands in the content. */}
          {hasHead && (
            <span className="absolute top-4 right-4">
              <Dialog.Close
                render={
                  <IconButton label={t("close")}>
                    <X aria-hidden className="size-4" />
                  </IconButton>
                }
              />
            </span>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
