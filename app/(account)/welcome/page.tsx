import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryHeading } from "@/components/account/entry-heading";
import { WelcomeForm } from "@/components/account/welcome-form";
import { loadSetupState } from "@/lib/server/domain/accounts/setup";
import { peerOf } from "@/lib/server/request/read-peer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.welcome"))("title") };
}

/** The first visit. Once the instance has an owner, redirects to sign-in. */
export default async function WelcomePage() {
  const { isNeeded, isCodeNeeded } = await loadSetupState(peerOf(await headers()));
  if (!isNeeded) redirect("/sign-in");
  const t = await getTranslations("account.welcome");
  return (
    <>
      <EntryHeading subtitle={t("line")}>{t("heading")}</EntryHeading>
      <WelcomeForm isCodeNeeded={isCodeNeeded} />
    </>
  );
}
