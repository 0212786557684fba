import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmEmailForm } from "@/components/account/confirm-email-form";
import { EntryHeading } from "@/components/account/entry-heading";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile.confirm"))("title") };
}

/** Target of the link in the confirmation mail. */
export default async function ConfirmEmailPage() {
  const t = await getTranslations("profile.confirm");
  return (
    <>
      <EntryHeading subtitle={t("line")}>{t("heading")}</EntryHeading>
      <ConfirmEmailForm />
    </>
  );
}
