"use client";

import { Paperclip } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Chip } from "@/components/composer/chip";
import { Anchored, floatingHandle } from "@/components/ui/anchored";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import { hint } from "@/components/ui/tooltip";
import { UPLOAD_ACCEPT } from "@/lib/contracts/upload-kinds";

const AttachMenu = lazyPiece(
  () => import("@/components/composer/attach-menu").then((it) => it.default),
  floatingHandle,
);
const AddressDialog = lazyPiece(
  () => import("@/components/composer/address-dialog").then((it) => it.default),
  openHandle,
);

/** The menu leads to the address dialog, so both are preloaded together. */
function preloadMenu(): Promise<boolean> {
  void AddressDialog.preload();
  return AttachMenu.preload();
}

type Props = {
  onFiles: (files: Iterable<File>) => void;
  onAddress: (url: string) => void;
  onEarlier: () => void;
};

/** Opens the menu of picture sources: a file, an address or an earlier picture. */
export function AttachChip({ onFiles, onAddress, onEarlier }: Props) {
  const t = useTranslations("composer.attach");
  const input = useRef<HTMLInputElement>(null);
  const [isAsking, setAsking] = useState(false);
  const [wasEverOpened, setEverOpened] = useState(false);
  return (
    <>
      <Anchored
        kind="menu"
        preload={preloadMenu}
        trigger={
          <Chip isIcon aria-label={t("label")} {...hint(t("label"))}>
            <Paperclip aria-hidden className="size-4" />
          </Chip>
        }
      >
        {(floating) => (
          <AttachMenu
            {...floating}
            onComputer={() => input.current?.click()}
            onAddress={() => {
              setEverOpened(true);
              setAsking(true);
            }}
            onEarlier={onEarlier}
          />
        )}
      </Anchored>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={UPLOAD_ACCEPT}
        data-testid="reference-files"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {wasEverOpened && (
        <AddressDialog open={isAsking} onOpenChange={setAsking} onAddress={onAddress} />
      )}
    </>
  );
}
