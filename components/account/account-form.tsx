"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { NewPasswordField } from "@/components/account/new-password-field";
import { useFormCall } from "@/components/account/use-form-call";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";

/** What was typed. The address is empty where none was asked for, the code is null then. */
export type NewAccount = { name: string; email: string; password: string; code: string | null };

type Props = {
  words: { submit: string; working: string };
  /** Makes the account and leaves for the studio; what it throws is shown. */
  make: (account: NewAccount) => Promise<void>;
  /** Asked for first: the code that the terminal shows. */
  isCodeAsked?: boolean;
  /** Left out where a link stands for an address already. */
  isEmailAsked?: boolean;
  /** The one address that it can be, and why. */
  fixedEmail?: { email: string; why: string } | null;
  /** Where to turn once it was refused as a whole. */
  wayOut?: ReactNode;
};

/** A name, an address and a password: the one form that makes accounts, on whichever way one came to it. */
export function AccountForm({
  words,
  make,
  isCodeAsked = false,
  isEmailAsked = true,
  fixedEmail = null,
  wayOut,
}: Props) {
  const t = useTranslations("account");
  const [password, setPassword] = useState("");
  const { send, problem, errorOf, isWorking, isShut } = useFormCall({ isLeaving: true });
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
      {problem !== null && !problem.isWaiting && !fields.includes(problem.field ?? "") && wayOut}
      <Button type="submit" variant="primary" size="lg" disabled={isShut}>
        {isWorking ? words.working : words.submit}
      </Button>
    </form>
  );
}
