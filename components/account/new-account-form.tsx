"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { BrokenLink } from "@/components/account/broken-link";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { PasswordField } from "@/components/account/password-field";
import { useFormProblem } from "@/components/account/use-form-problem";
import { useLinkToken } from "@/components/account/use-link-token";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";

/** Makes an account and goes straight in: with a link the address is known by it, else it is asked for. */
export function NewAccountForm({ isByLink }: { isByLink: boolean }) {
  const t = useTranslations("account");
  const entry = useTranslations("entry.signUp");
  const token = useLinkToken();
  const [password, setPassword] = useState("");
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  const rule = usePasswordRule(password);
  const errorFor = (field: string) => (problem?.field === field ? problem.text : null);
  const isOnField =
    ["name", "password"].includes(problem?.field ?? "") ||
    (!isByLink && problem?.field === "email");
  if (isByLink && token === null) return <BrokenLink again="/sign-up" />;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    const form = event.currentTarget;
    const name = formText(form, "name").trim();
    clear();
    setWorking(true);
    try {
      if (isByLink) {
        await call("entry.finishSignUp", { body: { token: token ?? "", name, password } });
      } else {
        const email = formText(form, "email").trim();
        await call("entry.signUp", { body: { name, email, password } });
      }
      location.replace("/");
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <TextField
        name="name"
        label={t("field.name")}
        error={errorFor("name")}
        autoComplete="name"
        maxLength={100}
        required
        autoFocus
      />
      {!isByLink && (
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
      )}
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
        {entry(isWorking ? "working" : "submit")}
      </Button>
    </form>
  );
}
