"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { BrokenLink } from "@/components/account/broken-link";
import { FormAlert } from "@/components/account/form-alert";
import { PasswordField } from "@/components/account/password-field";
import { useFormProblem } from "@/components/account/use-form-problem";
import { useLinkToken } from "@/components/account/use-link-token";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";

/** A new password by a link, and straight in. */
export function ResetForm() {
  const t = useTranslations("entry.reset");
  const account = useTranslations("account");
  const token = useLinkToken();
  const [password, setPassword] = useState("");
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  const rule = usePasswordRule(password);
  const isOnPassword = problem?.field === "password";
  if (token === null) return <BrokenLink again="/forgot-password" />;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    clear();
    setWorking(true);
    try {
      await call("entry.resetPassword", { body: { token: token ?? "", password } });
      location.replace("/");
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <PasswordField
        name="password"
        label={account("field.newPassword")}
        help={rule.help}
        error={rule.error ?? (isOnPassword ? problem.text : null)}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        onBlur={rule.onBlur}
        autoComplete="new-password"
        required
        autoFocus
      />
      <FormAlert problem={isOnPassword ? null : problem} />
      {problem !== null && !isOnPassword && !problem.isWaiting && (
        <BrokenLink again="/forgot-password" isSaid />
      )}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={token === undefined || isWorking || problem?.isWaiting === true}
      >
        {t(isWorking ? "working" : "submit")}
      </Button>
    </form>
  );
}
