"use client";

import { FolderInput } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ImportDialog } from "@/components/gallery/import/import-slot";
import { useStudio } from "@/components/shell/use-studio";
import { IconButton } from "@/components/ui/icon-button";
import { isPermitted } from "@/lib/contracts/permissions";

/** Opens the import of a ZIP or a folder, for those who may add pictures. */
export function ImportButton() {
  const t = useTranslations("gallery.import");
  const { workspace } = useStudio();
  const [isOpen, setOpen] = useState(false);
  const preload = () => void ImportDialog.preload();
  if (!isPermitted(workspace.role, "write")) return null;
  return (
    <>
      <IconButton
        label={t("title")}
        aria-haspopup="dialog"
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setOpen(true)}
      >
        <FolderInput aria-hidden className="size-4" />
      </IconButton>
      {isOpen && <ImportDialog onClose={() => setOpen(false)} />}
    </>
  );
}
