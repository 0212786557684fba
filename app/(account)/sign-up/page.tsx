import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { EmailRequestForm } from "@/components/account/email-request-form";
import { EntryHeading } from "@/components/account/entry-heading";
import { EntryLink } from "@/components/account/entry-link";
import { NewAccountForm } from "@/components/account/new-account-form";
import { ProviderButtons } from "@/components/account/provider-buttons";
import { currentActor } from "@/lib/server/auth/actor";
import { isSetupNeeded } from "@/lib/server/domain/accounts/setup";
import { signInMethods } from "@/lib/server/domain/accounts/sign-in-methods";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry.signUp"))("title") };
}

/** Sign-up where the policy allows it; with mail, by a link. */
export default async function SignUpPage() {
  if (await isSetupNeeded()) redirect("/welcome");
  if (await currentActor()) redirect("/");
  const t = await getTranslations("entry.signUp");
  const { signUp, domains, providers } = signInMethods();
  if (signUp === "closed") {
    return (
      <>
        <EntryHeading subtitle={t("closed")}>{t("closedHeading")}</EntryHeading>
        <SignInInstead />
      </>
    );
  }
  const list = (await getFormatter()).list(domains, { type: "disjunction" });
  const help = domains.length > 0 ? t("domains", { domains: list }) : undefined;
  return (
    <>
      <EntryHeading subtitle={t(signUp === "by link" ? "line" : "openLine")}>
        {t("heading")}
      </EntryHeading>
      {signUp === "by link" ? (
        <EmailRequestForm operation="entry.requestSignUp" help={help} />
      ) : (
        <NewAccountForm isByLink={false} />
      )}
      <ProviderButtons providers={providers} next="/" />
      <div className="mt-7">
        <SignInInstead />
      </div>
    </>
  );
}

async function SignInInstead() {
  const t = await getTranslations("entry.signUp");
  return (
    <p className="text-[14px] text-muted">
      {t("haveAccount")} <EntryLink href="/sign-in">{t("signIn")}</EntryLink>
    </p>
  );
}
