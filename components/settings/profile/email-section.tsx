"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { PasswordField } from "@/components/account/password-field";
import { useFormProblem } from "@/components/account/use-form-problem";
import { SettingsSection } from "@/components/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { call, CallError } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { Profile } from "@/lib/contracts/profile";

/** The address that one signs in with, and how to change it. */
export function EmailSection({ profile }: { profile: Profile }) {
  const t = useTranslations("profile.email");
  const [isOpen, setOpen] = useState(false);
  return (
    <SettingsSection
      id="profile-email"
      title={t("title")}
      lead={t(profile.isMailSent ? "leadMail" : "lead")}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <p className="min-w-0 break-all">{profile.email}</p>
        <Button onClick={() => setOpen(true)}>{t("open")}</Button>
      </div>
      {profile.pendingEmail !== null && (
        <p className="mt-3 text-[14px] text-muted">
          {t("pending", { email: profile.pendingEmail })}
        </p>
      )}
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("open")} description={t("description")}>
        <EmailForm profile={profile} onDone={() => setOpen(false)} />
      </Dialog>
    </SettingsSection>
  );
}

function EmailForm({ profile, onDone }: { profile: Profile; onDone: () => void }) {
  const t = useTranslations("profile.email");
  const account = useTranslations("account");
  const client = useQueryClient();
  const [isWorking, setWorking] = useState(false);
  const [isCurrentWrong, setCurrentWrong] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  const isOnEmail = problem?.field === "email";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = formText(form, "email").trim();
    clear();
    setCurrentWrong(false);
    setWorking(true);
    try {
      const { outcome } = await call("account.changeEmail", {
        body: { email, currentPassword: formText(form, "currentPassword") },
      });
      void toast(t(outcome === "changed" ? "changed" : "sent", { email }));
      onDone();
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.profile() }),
        client.invalidateQueries({ queryKey: keys.studio() }),
      ]);
    } catch (error) {
      if (error instanceof CallError && error.code === "wrong_credentials") setCurrentWrong(true);
      else tell(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <TextField
        name="email"
        type="email"
        label={t("new")}
        error={isOnEmail ? problem.text : null}
        autoComplete="email"
        inputMode="email"
        maxLength={254}
        required
        autoFocus
      />
      {profile.hasPassword && (
        <PasswordField
          name="currentPassword"
          label={account("field.currentPassword")}
          error={isCurrentWrong ? account("password.wrongCurrent") : null}
          autoComplete="current-password"
          required
        />
      )}
      <FormAlert problem={isOnEmail ? null : problem} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isWorking || problem?.isWaiting === true}>
          {t(profile.isMailSent ? "submitMail" : "submit")}
        </Button>
      </div>
    </form>
  );
}
