"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";

type Props = {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAddress: (url: string) => void;
};

/** Asks for the web address of a picture. */
export default function AddressDialog({ open, onOpenChange, onAddress }: Props) {
  const t = useTranslations("composer.attach");
  const [url, setUrl] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() === "") return;
    onAddress(url.trim());
    setUrl("");
    onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("addressTitle")}>
      <form onSubmit={submit} noValidate>
        <TextField
          label={t("addressLabel")}
          help={t("addressHelp")}
          type="url"
          inputMode="url"
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <div className="mt-5 flex justify-end">
          <Button type="submit" variant="primary" disabled={url.trim() === ""}>
            {t("addressAdd")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
