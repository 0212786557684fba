"use client";

import { useTranslations } from "next-intl";
import { RenameForm } from "@/components/settings/rename-form";
import { useWorkspaceCalls } from "@/components/settings/workspace/use-workspace-calls";
import { useStudio } from "@/components/shell/use-studio";
import { WORKSPACE_NAME_MAX_CHARS } from "@/lib/contracts/limits";

/** Renames the workspace; read-only without permission. */
export function NameForm({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations("members.workspace.name");
  const { workspace } = useStudio();
  const { update } = useWorkspaceCalls();
  if (!mayChange) return <p className="break-words">{workspace.name}</p>;
  return (
    <RenameForm
      label={t("label")}
      current={workspace.name}
      maxLength={WORKSPACE_NAME_MAX_CHARS}
      autoComplete="off"
      isWorking={update.isPending}
      onRename={(name) => update.mutate({ name })}
    />
  );
}
