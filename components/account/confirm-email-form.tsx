"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { EntryLink } from "@/components/account/entry-link";
import { FormAlert } from "@/components/ui/form-alert";
import { useFormCall } from "@/components/ui/use-form-call";
import { useLinkToken } from "@/components/account/use-link-token";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";

/** Requires a click, because mail scanners open links and would use this one up. */
export function ConfirmEmailForm() {
  const t = useTranslations("profile.confirm");
  const token = useLinkToken();
  const [email, setEmail] = useState<string | null>(null);
  const { send, problem, isWorking, isBlocked } = useFormCall();

  const submit = () =>
    send(async () => {
      setEmail((await call("account.confirmEmail", { body: { token: token ?? "" } })).email);
    });
  if (email !== null) {
    return (
      <div role="status" className="grid gap-5 text-[15px] leading-6">
        <p>{t("done", { email })}</p>
        <p>
          <EntryLink href="/">{t("home")}</EntryLink>
        </p>
      </div>
    );
  }
  return (
    <div className="grid gap-5">
      {token === null && <p role="alert">{t("none")}</p>}
      <FormAlert problem={problem} />
      <Button
        variant="primary"
        size="lg"
        autoFocus
        disabled={!token || isBlocked}
        onClick={() => void submit()}
      >
        {t(isWorking ? "working" : "submit")}
      </Button>
    </div>
  );
}
