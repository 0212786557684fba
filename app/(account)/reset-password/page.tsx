import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EntryHeading } from "@/components/account/entry-heading";
import { ResetForm } from "@/components/account/reset-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry.reset"))("title") };
}

/** Where a link to a new password leads, whether it came by mail or by hand. */
export default async function ResetPasswordPage() {
  const t = await getTranslations("entry.reset");
  return (
    <>
      <EntryHeading line={t("line")}>{t("heading")}</EntryHeading>
      <ResetForm />
    </>
  );
}
