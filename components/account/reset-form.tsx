"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { BrokenLink } from "@/components/account/broken-link";
import { FormAlert } from "@/components/ui/form-alert";
import { NewPasswordField } from "@/components/account/new-password-field";
import { useFormCall } from "@/components/ui/use-form-call";
import { useLinkToken } from "@/components/account/use-link-token";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";

/** Sets a new password with a link and signs in. */
export function ResetForm() {
  const t = useTranslations("entry.reset");
  const account = useTranslations("account");
  const token = useLinkToken();
  const [password, setPassword] = useState("");
  const { send, problem, errorOf, isWorking, isBlocked } = useFormCall({ isLeaving: true });
  const rule = usePasswordRule(password);
  if (token === null) return <BrokenLink newLinkHref="/forgot-password" />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    void send(async () => {
      await call("entry.resetPassword", { body: { token: token ?? "", password } });
      location.replace("/");
    });
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      <NewPasswordField
        label={account("field.newPassword")}
        value={password}
        onChange={setPassword}
        rule={rule}
        error={errorOf("password")}
        autoFocus
      />
      <FormAlert problem={problem} fields={["password"]} />
      {problem !== null && problem.field !== "password" && !problem.isWaiting && (
        <BrokenLink newLinkHref="/forgot-password" isExplained />
      )}
      <Button type="submit" variant="primary" size="lg" disabled={token === undefined || isBlocked}>
        {t(isWorking ? "working" : "submit")}
      </Button>
    </form>
  );
}
