"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { PasswordField } from "@/components/account/password-field";
import { signIn } from "@/components/account/sign-in-call";
import { useFormProblem } from "@/components/account/use-form-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";

/** E-mail and password; `next` is where they lead. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("account");
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    clear();
    setWorking(true);
    try {
      await signIn(formText(form, "email").trim(), formText(form, "password"));
      // A full load: whatever another person left in memory goes.
      location.assign(next);
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <TextField
        name="email"
        type="email"
        label={t("field.email")}
        autoComplete="username"
        inputMode="email"
        maxLength={254}
        required
        autoFocus
      />
      <PasswordField
        name="password"
        label={t("field.password")}
        autoComplete="current-password"
        required
      />
      <FormAlert problem={problem} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={isWorking || problem?.isWaiting === true}
      >
        {t(isWorking ? "signIn.working" : "signIn.submit")}
      </Button>
      <p className="text-[13px] text-muted">{t("signIn.forgotten")}</p>
    </form>
  );
}
