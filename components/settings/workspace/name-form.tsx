"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useWorkspaceCalls } from "@/components/settings/workspace/use-workspace-calls";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { WORKSPACE_NAME_MAX_CHARS } from "@/lib/contracts/limits";

/** Renames the workspace; whoever may not sees what it is called. */
export function NameForm({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations("members.workspace.name");
  const common = useTranslations("common");
  const { workspace } = useStudio();
  const { update } = useWorkspaceCalls();
  const [name, setName] = useState(workspace.name);
  const isChanged = name.trim() !== "" && name.trim() !== workspace.name;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isChanged) update.mutate({ name: name.trim() });
  };
  if (!mayChange) return <p>{workspace.name}</p>;
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <TextField
        label={t("label")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={WORKSPACE_NAME_MAX_CHARS}
        autoComplete="off"
        required
        className="w-full sm:w-80"
      />
      <Button type="submit" className="h-11" disabled={!isChanged || update.isPending}>
        {common("save")}
      </Button>
    </form>
  );
}
