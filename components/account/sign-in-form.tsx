"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { EmailRequestForm } from "@/components/account/email-request-form";
import { EntryLink } from "@/components/account/entry-link";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { PasswordField } from "@/components/account/password-field";
import { signIn } from "@/components/account/sign-in-call";
import { useFormCall } from "@/components/ui/use-form-call";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";

type Props = {
  /** Where to go after signing in. */
  next: string;
  isLinkOffered: boolean;
  /** Error of a sign-in with a provider that returned here. */
  refusal: string | null;
};

/** E-mail and password, or a link by e-mail where mail is configured. */
export function SignInForm({ next, isLinkOffered, refusal }: Props) {
  const t = useTranslations("entry");
  const [isByLink, setByLink] = useState(false);
  if (!isByLink) {
    return (
      <PasswordForm next={next} refusal={refusal}>
        {isLinkOffered && (
          <Button size="lg" onClick={() => setByLink(true)}>
            {t("byLink")}
          </Button>
        )}
      </PasswordForm>
    );
  }
  return (
    <EmailRequestForm operation="entry.requestLink">
      <Button size="lg" onClick={() => setByLink(false)}>
        {t("byPassword")}
      </Button>
    </EmailRequestForm>
  );
}

type PasswordProps = { next: string; refusal: string | null; children: ReactNode };

function PasswordForm({ next, refusal, children }: PasswordProps) {
  const t = useTranslations("account");
  const entry = useTranslations("entry");
  const [wasTried, setTried] = useState(false);
  const { send, problem, isWorking, isBlocked } = useFormCall({ isLeaving: true });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(true);
    void send(async () => {
      await signIn(formText(form, "email").trim(), formText(form, "password"));
      // A full load clears whatever another account left in memory.
      location.assign(next);
    });
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
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
      <div>
        <PasswordField
          name="password"
          label={t("field.password")}
          autoComplete="current-password"
          required
        />
        <p className="mt-2 text-[13px]">
          <EntryLink href="/forgot-password">{entry("forgotten")}</EntryLink>
        </p>
      </div>
      <FormAlert
        problem={
          problem ??
          (refusal === null || wasTried ? null : { text: refusal, field: null, isWaiting: false })
        }
      />
      <Button type="submit" variant="primary" size="lg" disabled={isBlocked}>
        {t(isWorking ? "signIn.working" : "signIn.submit")}
      </Button>
      {children}
    </form>
  );
}
