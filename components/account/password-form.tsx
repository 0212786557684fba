"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { PasswordField } from "@/components/account/password-field";
import { useFormProblem } from "@/components/account/use-form-problem";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { call, CallError } from "@/lib/client/call";

type Props = {
  /** Somebody without one gives themselves one, and is not asked for what they have not got. */
  hasPassword: boolean;
  onDone: () => void;
};

/** Changes one's password; this session goes on, every other one ends. */
export function PasswordForm({ hasPassword, onDone }: Props) {
  const t = useTranslations("account");
  const [password, setPassword] = useState("");
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  const [isCurrentWrong, setCurrentWrong] = useState(false);
  const rule = usePasswordRule(password);
  const isOnNew = problem?.field === "newPassword" || problem?.field === "password";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    const form = event.currentTarget;
    clear();
    setCurrentWrong(false);
    setWorking(true);
    try {
      await call("account.changePassword", {
        body: { currentPassword: formText(form, "currentPassword"), newPassword: password },
      });
      form.reset();
      setPassword("");
      void toast(t("password.done"));
      onDone();
    } catch (error) {
      if (error instanceof CallError && error.code === "wrong_credentials") setCurrentWrong(true);
      else tell(error);
    } finally {
      setWorking(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      {hasPassword && (
        <PasswordField
          name="currentPassword"
          label={t("field.currentPassword")}
          error={isCurrentWrong ? t("password.wrongCurrent") : null}
          autoComplete="current-password"
          required
        />
      )}
      <PasswordField
        name="newPassword"
        label={t("field.newPassword")}
        help={rule.help}
        error={rule.error ?? (isOnNew ? problem.text : null)}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        onBlur={rule.onBlur}
        autoComplete="new-password"
        required
      />
      <FormAlert problem={isOnNew ? null : problem} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isWorking || problem?.isWaiting === true}>
          {t(isWorking ? "password.working" : "password.submit")}
        </Button>
      </div>
    </form>
  );
}
