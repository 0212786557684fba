"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { SettingsSection } from "@/components/settings/settings-section";
import { useWorkspaceCalls } from "@/components/settings/workspace/use-workspace-calls";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";

/** Deletes the workspace after its name has been typed. */
export function DeleteSection() {
  const t = useTranslations("members.workspace.delete");
  const { workspace } = useStudio();
  const { remove } = useWorkspaceCalls();
  const [isAsking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    remove.mutate(typed);
  };
  return (
    <SettingsSection id="workspace-delete" title={t("title")} lead={t("lead")}>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("open")}
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={(isOpen) => {
          setAsking(isOpen);
          setTyped("");
        }}
        title={t("confirmTitle", { name: workspace.name })}
        description={t("confirmDescription")}
      >
        <form onSubmit={submit} className="grid gap-5">
          <TextField
            label={t("type", { name: workspace.name })}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <div className="flex justify-end">
            <Button
              type="submit"
              variant="danger"
              disabled={typed.trim() !== workspace.name || remove.isPending}
            >
              {t("submit")}
            </Button>
          </div>
        </form>
      </Dialog>
    </SettingsSection>
  );
}
