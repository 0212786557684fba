"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { PasswordField } from "@/components/account/password-field";
import { useFormProblem } from "@/components/account/use-form-problem";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";

/** The first visit: makes the account that owns the studio, and goes straight in. */
export function WelcomeForm({ isCodeNeeded }: { isCodeNeeded: boolean }) {
  const t = useTranslations("account");
  const [password, setPassword] = useState("");
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  const rule = usePasswordRule(password);
  const errorFor = (field: string) => (problem?.field === field ? problem.text : null);
  const isOnField = ["name", "email", "password", "code"].includes(problem?.field ?? "");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    const form = event.currentTarget;
    const text = (name: string) => formText(form, name).trim();
    clear();
    setWorking(true);
    try {
      await call("setup.create", {
        body: {
          name: text("name"),
          email: text("email"),
          password,
          code: isCodeNeeded ? text("code") : undefined,
        },
      });
      location.assign("/");
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      {isCodeNeeded && (
        <TextField
          name="code"
          label={t("field.code")}
          help={t("field.codeHelp")}
          error={errorFor("code")}
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
        error={errorFor("name")}
        autoComplete="name"
        maxLength={100}
        required
        autoFocus={!isCodeNeeded}
      />
      <TextField
        name="email"
        type="email"
        label={t("field.email")}
        error={errorFor("email")}
        autoComplete="username"
        inputMode="email"
        maxLength={254}
        required
      />
      <PasswordField
        name="password"
        label={t("field.password")}
        help={rule.help}
        error={rule.error ?? errorFor("password")}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        onBlur={rule.onBlur}
        autoComplete="new-password"
        required
      />
      <FormAlert problem={isOnField ? null : problem} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={isWorking || problem?.isWaiting === true}
      >
        {t(isWorking ? "welcome.working" : "welcome.submit")}
      </Button>
      <p className="text-[13px] text-muted">{t("welcome.owner")}</p>
    </form>
  );
}
