"use client";

import { useTranslations } from "next-intl";
import { AccountForm, type NewAccount } from "@/components/account/account-form";
import { call } from "@/lib/client/call";

/** The first visit: creates the owner's account and signs in. */
export function WelcomeForm({ isCodeNeeded }: { isCodeNeeded: boolean }) {
  const t = useTranslations("account.welcome");
  const make = async ({ code, ...account }: NewAccount) => {
    await call("setup.create", { body: { ...account, code: code ?? undefined } });
    location.assign("/");
  };
  return (
    <>
      <AccountForm
        words={{ submit: t("submit"), working: t("working") }}
        make={make}
        isCodeAsked={isCodeNeeded}
      />
      <p className="mt-5 text-[13px] text-muted">{t("owner")}</p>
    </>
  );
}
