"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { CurrentPasswordField } from "@/components/account/current-password-field";
import { PasswordField } from "@/components/account/password-field";
import { useFormCall } from "@/components/ui/use-form-call";
import { CURRENT_PASSWORD } from "@/components/ui/use-form-problem";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";

type Props = {
  /** Without a password yet, the form asks for no current one. */
  hasPassword: boolean;
  onDone: () => void;
};

/** Changes the password. This session continues, all others end. */
export function PasswordForm({ hasPassword, onDone }: Props) {
  const t = useTranslations("account");
  const [password, setPassword] = useState("");
  const { send, problem, errorOf, isWorking, isBlocked } = useFormCall();
  const rule = usePasswordRule(password);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    const form = event.currentTarget;
    const currentPassword = formText(form, "currentPassword");
    void send(async () => {
      await call("account.changePassword", { body: { currentPassword, newPassword: password } });
      form.reset();
      setPassword("");
      void toast(t("password.done"));
      onDone();
    });
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      {hasPassword && <CurrentPasswordField problem={problem} />}
      <PasswordField
        name="newPassword"
        label={t("field.newPassword")}
        help={rule.help}
        error={rule.error ?? errorOf("newPassword") ?? errorOf("password")}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        onBlur={rule.onBlur}
        autoComplete="new-password"
        required
      />
      <FormAlert problem={problem} fields={["newPassword", "password", CURRENT_PASSWORD]} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isBlocked}>
          {t(isWorking ? "password.working" : "password.submit")}
        </Button>
      </div>
    </form>
  );
}
