import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmailRequestForm } from "@/components/account/email-request-form";
import { EntryHeading } from "@/components/account/entry-heading";
import { EntryLink } from "@/components/account/entry-link";
import { signInMethods } from "@/lib/server/domain/accounts/sign-in-methods";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry.forgot"))("title") };
}

/** Requests a reset link; without mail, explains who can help. */
export default async function ForgotPasswordPage() {
  const t = await getTranslations("entry.forgot");
  const entry = await getTranslations("entry");
  const { isMailSent } = signInMethods();
  return (
    <>
      <EntryHeading subtitle={t(isMailSent ? "line" : "noMail")}>{t("heading")}</EntryHeading>
      {isMailSent && <EmailRequestForm operation="entry.requestReset" />}
      <p className={isMailSent ? "mt-7 text-[14px]" : "text-[14px]"}>
        <EntryLink href="/sign-in">{entry("back")}</EntryLink>
      </p>
    </>
  );
}
