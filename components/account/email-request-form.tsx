"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { CheckMail } from "@/components/account/check-mail";
import { FormAlert } from "@/components/account/form-alert";
import { formText } from "@/components/account/form-text";
import { useFormProblem } from "@/components/account/use-form-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";

type Props = {
  operation: "entry.requestLink" | "entry.requestReset" | "entry.requestSignUp";
  help?: string;
  /** Below the button, for as long as nothing was asked for. */
  children?: ReactNode;
};

/** Asks for an address and has a link sent there. */
export function EmailRequestForm({ operation, help, children }: Props) {
  const t = useTranslations("entry");
  const account = useTranslations("account");
  const [isWorking, setWorking] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { problem, tell, clear } = useFormProblem();
  const isOnEmail = problem?.field === "email";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = formText(event.currentTarget, "email").trim();
    clear();
    setWorking(true);
    try {
      await call(operation, { body: { email } });
      setSentTo(email);
    } catch (error) {
      tell(error);
    } finally {
      setWorking(false);
    }
  };

  if (sentTo !== null) return <CheckMail email={sentTo} onAgain={() => setSentTo(null)} />;
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <TextField
        name="email"
        type="email"
        label={account("field.email")}
        help={help}
        error={isOnEmail ? problem.text : null}
        autoComplete="username"
        inputMode="email"
        maxLength={254}
        required
        autoFocus
      />
      <FormAlert problem={isOnEmail ? null : problem} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={isWorking || problem?.isWaiting === true}
      >
        {t(isWorking ? "sending" : "sendLink")}
      </Button>
      {children}
    </form>
  );
}
