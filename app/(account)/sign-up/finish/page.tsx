import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EntryHeading } from "@/components/account/entry-heading";
import { NewAccountForm } from "@/components/account/new-account-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry.finish"))("title") };
}

/** Target of a sign-up link: the address is confirmed, the form asks for the rest. */
export default async function FinishSignUpPage() {
  const t = await getTranslations("entry.finish");
  return (
    <>
      <EntryHeading subtitle={t("line")}>{t("heading")}</EntryHeading>
      <NewAccountForm isByLink />
    </>
  );
}
