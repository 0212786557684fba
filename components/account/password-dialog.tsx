"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PasswordForm } from "@/components/account/password-form";
import { Dialog } from "@/components/ui/dialog";
import { profileQuery } from "@/lib/client/account-queries";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

export default function PasswordDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("account");
  const client = useQueryClient();
  const { data: profile } = useQuery(profileQuery());
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("password.title")}
      description={t("password.description")}
    >
      <PasswordForm
        hasPassword={profile?.hasPassword ?? true}
        onDone={() => {
          onOpenChange(false);
          void client.invalidateQueries({ queryKey: profileQuery().queryKey });
        }}
      />
    </Dialog>
  );
}
