"use client";

import { useTranslations } from "next-intl";
import { AccountForm, type NewAccount } from "@/components/account/account-form";
import { BrokenLink } from "@/components/account/broken-link";
import { useLinkToken } from "@/components/account/use-link-token";
import { call } from "@/lib/client/call";

/** Makes an account and goes straight in: with a link the address is known by it, else it is asked for. */
export function NewAccountForm({ isByLink }: { isByLink: boolean }) {
  const t = useTranslations("entry.signUp");
  const token = useLinkToken();
  if (isByLink && token === null) return <BrokenLink again="/sign-up" />;

  const make = async ({ name, email, password }: NewAccount) => {
    await (isByLink
      ? call("entry.finishSignUp", { body: { token: token ?? "", name, password } })
      : call("entry.signUp", { body: { name, email, password } }));
    // Not into the history: going back to a link that is used up would only tell so.
    location.replace("/");
  };
  return (
    <AccountForm
      words={{ submit: t("submit"), working: t("working") }}
      make={make}
      isEmailAsked={!isByLink}
      wayOut={isByLink && <BrokenLink again="/sign-up" isSaid />}
    />
  );
}
