"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DeleteForm } from "@/components/settings/profile/delete-form";
import { SettingsSection } from "@/components/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

export function DeleteSection() {
  const t = useTranslations("profile.delete");
  const [isOpen, setOpen] = useState(false);
  return (
    <SettingsSection id="profile-delete" title={t("title")} lead={t("lead")}>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("confirmTitle")}
        description={t("confirmDescription")}
        className="sm:w-[min(520px,calc(100vw-32px))]!"
      >
        {isOpen && <DeleteForm />}
      </Dialog>
    </SettingsSection>
  );
}
