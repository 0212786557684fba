"use client";

import { useTranslations } from "next-intl";
import { useProfileCalls } from "@/components/settings/profile/use-profile-calls";
import { RenameForm } from "@/components/settings/rename-form";
import type { Profile } from "@/lib/contracts/profile";

export function NameForm({ profile }: { profile: Profile }) {
  const t = useTranslations("profile.person");
  const { rename } = useProfileCalls();
  return (
    <RenameForm
      label={t("name")}
      current={profile.name}
      maxLength={100}
      autoComplete="name"
      isWorking={rename.isPending}
      onRename={(name) => rename.mutate(name)}
    />
  );
}
