"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type Props = {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What will happen, including money. */
  description: string;
  /** The verb: "Send again", never "OK". */
  confirmLabel: string;
  isDangerous?: boolean;
  onConfirm: () => void;
};

/** Confirms an action that costs money or cannot be undone. The focus starts on Cancel. */
export function ConfirmDialog(props: Props) {
  const t = useTranslations("common");
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.description}
      initialFocus={cancel}
    >
      <div className="flex justify-end gap-2">
        <Button ref={cancel} onClick={() => props.onOpenChange(false)}>
          {t("cancel")}
        </Button>
        <Button
          variant={props.isDangerous ? "danger" : "primary"}
          onClick={() => {
            props.onOpenChange(false);
            props.onConfirm();
          }}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
