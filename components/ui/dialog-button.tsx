"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  text: string;
  /** Distinguishes the button from others on the page, for screen readers. */
  label?: string;
  renderDialog: (isOpen: boolean, setOpen: (isOpen: boolean) => void) => ReactNode;
};

/** A quiet button that opens a lazily loaded dialog. The dialog stays mounted for its closing animation. */
export function DialogButton({ text, label, renderDialog }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [wasEverOpen, setEverOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-haspopup="dialog"
        aria-label={label}
        onClick={() => {
          setEverOpen(true);
          setOpen(true);
        }}
      >
        {text}
      </Button>
      {wasEverOpen && renderDialog(isOpen, setOpen)}
    </>
  );
}
