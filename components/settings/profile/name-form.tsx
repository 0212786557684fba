"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useProfileCalls } from "@/components/settings/profile/use-profile-calls";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import type { Profile } from "@/lib/contracts/profile";

/** What one is called. */
export function NameForm({ profile }: { profile: Profile }) {
  const t = useTranslations("profile.person");
  const common = useTranslations("common");
  const { rename } = useProfileCalls();
  const [name, setName] = useState(profile.name);
  const isChanged = name.trim() !== "" && name.trim() !== profile.name;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isChanged) rename.mutate(name.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <TextField
        label={t("name")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        autoComplete="name"
        required
        className="w-full sm:w-80"
      />
      <Button type="submit" className="h-11" disabled={!isChanged || rename.isPending}>
        {common("save")}
      </Button>
    </form>
  );
}
