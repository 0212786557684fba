"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { NewPasswordField } from "@/components/account/new-password-field";
import { useFormCall } from "@/components/ui/use-form-call";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";

/** Submitted values. `email` is empty where the form does not ask for it; `code` likewise null. */
export type NewAccount = { name: string; email: string; password: string; code: string | null };

type Props = {
  words: { submit: string; working: string };
  /** Creates the account and navigates to the studio. Errors are shown in the form. */
  make: (account: NewAccount) => Promise<void>;
  /** Ask for the code that the terminal shows. */
  isCodeAsked?: boolean;
  /** False where a link already determines the address. */
  isEmailAsked?: boolean;
  /** The only allowed address, and the reason. */
  fixedEmail?: { email: string; why: string } | null;
  /** Where to go when the request as a whole was refused. */
  alternative?: ReactNode;
};

/** Name, e-mail and password: the one form that creates accounts. */
export function AccountForm({
  words,
  make,
  isCodeAsked = false,
  isEmailAsked = true,
  fixedEmail = null,
  alternative,
}: Props) {
  const t = useTranslations("account");
  const [password, setPassword] = useState("");
  const { send, problem, errorOf, isWorking, isBlocked } = useFormCall({ isLeaving: true });
  const rule = usePasswordRule(password);
  const fields = ["name", "password"];
  if (isEmailAsked) fields.push("email");
  if (isCodeAsked) fields.push("code");

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    const text = (field: string) => formText(event.currentTarget, field).trim();
    const code = isCodeAsked ? text("code") : null;
    const account = { name: text("name"), email: text("email"), password, code };
    void send(() => make(account));
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      {isCodeAsked && (
        <TextField
          name="code"
          label={t("field.code")}
          help={t("field.codeHelp")}
          error={errorOf("code")}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          required
          autoFocus
          className="figures"
        />
      )}
      <TextField
        name="name"
        label={t("field.name")}
        error={errorOf("name")}
        autoComplete="name"
        maxLength={100}
        required
        autoFocus={!isCodeAsked}
      />
      {isEmailAsked && (
        <TextField
          name="email"
          type="email"
          label={t("field.email")}
          help={fixedEmail?.why}
          error={errorOf("email")}
          autoComplete="username"
          inputMode="email"
          maxLength={254}
          defaultValue={fixedEmail?.email}
          readOnly={fixedEmail !== null}
          required
        />
      )}
      <NewPasswordField
        label={t("field.password")}
        value={password}
        onChange={setPassword}
        rule={rule}
        error={errorOf("password")}
      />
      <FormAlert problem={problem} fields={fields} />
      {problem !== null &&
        !problem.isWaiting &&
        !fields.includes(problem.field ?? "") &&
        alternative}
      <Button type="submit" variant="primary" size="lg" disabled={isBlocked}>
        {isWorking ? words.working : words.submit}
      </Button>
    </form>
  );
}
