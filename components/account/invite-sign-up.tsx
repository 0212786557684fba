"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { forgetInviteToken } from "@/components/account/invite-token";
import { PasswordField } from "@/components/account/password-field";
import { useFormProblem } from "@/components/account/use-form-problem";
import { usePasswordRule } from "@/components/account/use-password-rule";
import { enterWorkspace } from "@/components/shell/enter-workspace";
import { Button, buttonClass } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";

type Props = {
  token: string;
  /** The address that the invite is bound to. */
  email: string | null;
};

/** An account for whoever has none; and the way to the sign-in page for whoever has one. */
export function InviteSignUp({ token, email }: Props) {
  const t = useTranslations("invite");
  const account = useTranslations("account");
  const [password, setPassword] = useState("");
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  const rule = usePasswordRule(password);
  const errorFor = (field: string) => (problem?.field === field ? problem.text : null);
  const isOnField = ["name", "email", "password"].includes(problem?.field ?? "");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rule.check()) return;
    const form = event.currentTarget;
    clear();
    setWorking(true);
    try {
      const { workspaceId } = await call("invites.signUp", {
        body: {
          token,
          name: formText(form, "name").trim(),
          email: email ?? formText(form, "email").trim(),
          password,
        },
      });
      forgetInviteToken();
      enterWorkspace(workspaceId);
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };

  return (
    <>
      <form onSubmit={(event) => void submit(event)} className="grid gap-5">
        <TextField
          name="name"
          label={account("field.name")}
          error={errorFor("name")}
          autoComplete="name"
          maxLength={100}
          required
          autoFocus
        />
        <TextField
          name="email"
          type="email"
          label={account("field.email")}
          help={email === null ? undefined : t("emailFixed")}
          error={errorFor("email")}
          autoComplete="username"
          inputMode="email"
          maxLength={254}
          defaultValue={email ?? undefined}
          readOnly={email !== null}
          required
        />
        <PasswordField
          name="password"
          label={account("field.password")}
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
          {t(isWorking ? "joining" : "signUp")}
        </Button>
      </form>
      <div className="mt-7 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5">
        <p className="text-[14px] text-muted">{t("haveAccount")}</p>
        <Link href="/sign-in?next=/invite" className={buttonClass("outline", "md")}>
          {t("signIn")}
        </Link>
      </div>
    </>
  );
}
