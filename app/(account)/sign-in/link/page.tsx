import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EntryHeading } from "@/components/account/entry-heading";
import { LinkForm } from "@/components/account/link-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry.link"))("title") };
}

/** Target of the link in the sign-in mail. */
export default async function LinkPage() {
  const t = await getTranslations("entry.link");
  return (
    <>
      <EntryHeading subtitle={t("line")}>{t("heading")}</EntryHeading>
      <LinkForm />
    </>
  );
}
