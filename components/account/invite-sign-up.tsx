"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountForm, type NewAccount } from "@/components/account/account-form";
import { forgetInviteToken } from "@/components/account/invite-token";
import { enterWorkspace } from "@/lib/client/enter-workspace";
import { buttonClass } from "@/components/ui/button";
import { call } from "@/lib/client/call";

type Props = {
  token: string;
  /** The address that the invite is bound to. */
  email: string | null;
};

/** Creates an account for the invite, with a link to sign in instead. */
export function InviteSignUp({ token, email }: Props) {
  const t = useTranslations("invite");
  const make = async ({ name, email: typed, password }: NewAccount) => {
    const { workspaceId } = await call("invites.signUp", {
      body: { token, name, email: email ?? typed, password },
    });
    forgetInviteToken();
    enterWorkspace(workspaceId);
  };

  return (
    <>
      <AccountForm
        words={{ submit: t("signUp"), working: t("joining") }}
        make={make}
        fixedEmail={email === null ? null : { email, why: t("emailFixed") }}
      />
      <div className="mt-7 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5">
        <p className="text-[14px] text-muted">{t("haveAccount")}</p>
        <Link href="/sign-in?next=/invite" className={buttonClass("outline", "md")}>
          {t("signIn")}
        </Link>
      </div>
    </>
  );
}
