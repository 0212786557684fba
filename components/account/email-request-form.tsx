"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { CheckMail } from "@/components/account/check-mail";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { useFormCall } from "@/components/ui/use-form-call";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";

type Props = {
  operation: "entry.requestLink" | "entry.requestReset" | "entry.requestSignUp";
  help?: string;
  /** Below the button until the request is sent. */
  children?: ReactNode;
};

/** Asks for an address and sends a link to it. */
export function EmailRequestForm({ operation, help, children }: Props) {
  const t = useTranslations("entry");
  const account = useTranslations("account");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { send, problem, errorOf, isWorking, isBlocked } = useFormCall();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = formText(event.currentTarget, "email").trim();
    void send(async () => {
      await call(operation, { body: { email } });
      setSentTo(email);
    });
  };

  if (sentTo !== null) return <CheckMail email={sentTo} onBack={() => setSentTo(null)} />;
  return (
    <form onSubmit={submit} className="grid gap-5">
      <TextField
        name="email"
        type="email"
        label={account("field.email")}
        help={help}
        error={errorOf("email")}
        autoComplete="username"
        inputMode="email"
        maxLength={254}
        required
        autoFocus
      />
      <FormAlert problem={problem} fields={["email"]} />
      <Button type="submit" variant="primary" size="lg" disabled={isBlocked}>
        {t(isWorking ? "sending" : "sendLink")}
      </Button>
      {children}
    </form>
  );
}
