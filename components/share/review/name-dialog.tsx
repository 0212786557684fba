"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { formText } from "@/components/ui/form-text";
import { TextField } from "@/components/ui/text-field";

/** Asks a guest for a name, once. An empty one: they changed their mind. */
export function NameDialog({ onName }: { onName: (name: string) => void }) {
  const t = useTranslations("share.review.name");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={t("title")}
      onClose={() => onName("")}
      className="m-auto w-[min(380px,calc(100vw-32px))] rounded-panel border border-line bg-raised p-5 text-ink backdrop:bg-veil"
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const name = formText(event.currentTarget, "name").trim();
          if (name !== "") onName(name);
        }}
      >
        <h2 className="text-[17px] leading-6 font-semibold">{t("title")}</h2>
        <TextField name="name" label={t("label")} help={t("help")} maxLength={60} required />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onName("")}>{t("cancel")}</Button>
          <Button type="submit" variant="primary">
            {t("go")}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
