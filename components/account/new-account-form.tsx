"use client";

import { useTranslations } from "next-intl";
import { AccountForm, type NewAccount } from "@/components/account/account-form";
import { BrokenLink } from "@/components/account/broken-link";
import { useLinkToken } from "@/components/account/use-link-token";
import { call } from "@/lib/client/call";

/** Creates an account and signs in. With a link the address is known, otherwise the form asks for it. */
export function NewAccountForm({ isByLink }: { isByLink: boolean }) {
  const t = useTranslations("entry.signUp");
  const token = useLinkToken();
  if (isByLink && token === null) return <BrokenLink newLinkHref="/sign-up" />;

  const make = async ({ name, email, password }: NewAccount) => {
    await (isByLink
      ? call("entry.finishSignUp", { body: { token: token ?? "", name, password } })
      : call("entry.signUp", { body: { name, email, password } }));
    // Replace: going back to a used link would only show an error.
    location.replace("/");
  };
  return (
    <AccountForm
      words={{ submit: t("submit"), working: t("working") }}
      make={make}
      isEmailAsked={!isByLink}
      alternative={isByLink && <BrokenLink newLinkHref="/sign-up" isExplained />}
    />
  );
}
