"use client";

import { AtSign, Link, MonitorUp, Paperclip } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Chip } from "@/components/composer/chip";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Menu } from "@/components/ui/menu";
import { TextField } from "@/components/ui/text-field";
import { hint } from "@/components/ui/tooltip";

type Props = {
  onFiles: (files: Iterable<File>) => void;
  onAddress: (url: string) => void;
  onEarlier: () => void;
};

const ACCEPT = "image/png,image/jpeg,image/webp,image/gif,image/avif,image/heic,image/heif";

/** The three ways to bring a picture that are not a drop or a paste. */
export function AttachChip({ onFiles, onAddress, onEarlier }: Props) {
  const t = useTranslations("composer.attach");
  const input = useRef<HTMLInputElement>(null);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Menu
        label={t("label")}
        side="top"
        align="start"
        trigger={
          <Chip isIcon aria-label={t("label")} {...hint(t("label"))}>
            <Paperclip aria-hidden className="size-4" />
          </Chip>
        }
        entries={[
          {
            label: t("computer"),
            icon: <MonitorUp aria-hidden className="size-4" />,
            onSelect: () => input.current?.click(),
          },
          {
            label: t("address"),
            icon: <Link aria-hidden className="size-4" />,
            onSelect: () => setAsking(true),
          },
          {
            label: t("earlier"),
            icon: <AtSign aria-hidden className="size-4" />,
            keys: "@",
            onSelect: onEarlier,
          },
        ]}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        data-testid="reference-files"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <AddressDialog open={isAsking} onOpenChange={setAsking} onAddress={onAddress} />
    </>
  );
}

type DialogProps = {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAddress: (url: string) => void;
};

function AddressDialog({ open, onOpenChange, onAddress }: DialogProps) {
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
