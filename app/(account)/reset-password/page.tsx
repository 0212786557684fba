import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EntryHeading } from "@/components/account/entry-heading";
import { ResetForm } from "@/components/account/reset-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry.reset"))("title") };
}

/** Target of a reset link, from a mail or from an instance owner. */
export default async function ResetPasswordPage() {
  const t = await getTranslations("entry.reset");
  return (
    <>
      <EntryHeading subtitle={t("line")}>{t("heading")}</EntryHeading>
      <ResetForm />
    </>
  );
}
