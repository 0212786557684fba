"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { CurrentPasswordField } from "@/components/account/current-password-field";
import { useFormCall } from "@/components/ui/use-form-call";
import { CURRENT_PASSWORD } from "@/components/ui/use-form-problem";
import { EmailAddress } from "@/components/settings/email-address";
import { SettingsSection } from "@/components/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { Profile } from "@/lib/contracts/profile";

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
        <p className="min-w-0">
          <EmailAddress address={profile.email} />
        </p>
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
  const client = useQueryClient();
  const { send, problem, errorOf, isBlocked } = useFormCall();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = formText(form, "email").trim();
    const currentPassword = formText(form, "currentPassword");
    void send(async () => {
      const { outcome } = await call("account.changeEmail", { body: { email, currentPassword } });
      void toast(t(outcome === "changed" ? "changed" : "sent", { email }));
      onDone();
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.profile() }),
        client.invalidateQueries({ queryKey: keys.studio() }),
      ]);
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <TextField
        name="email"
        type="email"
        label={t("new")}
        error={errorOf("email")}
        autoComplete="email"
        inputMode="email"
        maxLength={254}
        required
      />
      {profile.hasPassword && <CurrentPasswordField problem={problem} />}
      <FormAlert problem={problem} fields={["email", CURRENT_PASSWORD]} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isBlocked}>
          {t(profile.isMailSent ? "submitMail" : "submit")}
        </Button>
      </div>
    </form>
  );
}
