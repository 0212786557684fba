"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { useFormCall } from "@/components/ui/use-form-call";
import { enterWorkspace } from "@/lib/client/enter-workspace";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";
import { WORKSPACE_NAME_MAX_CHARS } from "@/lib/contracts/limits";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

/** Creates a team workspace, opens it, and continues with inviting members. */
export default function NewWorkspaceDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("shell.workspaces.create");
  const { send, problem, isWorking } = useFormCall({ isLeaving: true });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(event.currentTarget, "name").trim();
    if (name === "") return;
    void send(async () => {
      const { id } = await call("workspaces.create", { body: { name } });
      enterWorkspace(id, "/settings/members");
    });
  };

  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("lead")}>
      <form onSubmit={submit} className="grid gap-5">
        <TextField
          name="name"
          label={t("name")}
          placeholder={t("placeholder")}
          maxLength={WORKSPACE_NAME_MAX_CHARS}
          autoComplete="off"
          required
        />
        <FormAlert problem={problem} />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={isWorking}>
            {t(isWorking ? "working" : "submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
