import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryHeading } from "@/components/account/entry-heading";
import { EntryLink } from "@/components/account/entry-link";
import { ProviderButtons } from "@/components/account/provider-buttons";
import { safeNext } from "@/components/account/safe-next";
import { SignInForm } from "@/components/account/sign-in-form";
import { PROBLEMS } from "@/lib/contracts/problems";
import { currentActor } from "@/lib/server/auth/actor";
import { isSetupNeeded } from "@/lib/server/domain/accounts/setup";
import { signInMethods } from "@/lib/server/domain/accounts/sign-in-methods";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.signIn"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Sign-in with the configured methods; redirects signed-in people. */
export default async function SignInPage({ searchParams }: Props) {
  const { next: requestedNext, error } = await searchParams;
  const next = safeNext(requestedNext);
  if (await isSetupNeeded()) redirect("/welcome");
  if (await currentActor()) redirect(next);
  const t = await getTranslations("account.signIn");
  const entry = await getTranslations("entry");
  const { isMailSent, providers, signUp } = signInMethods();
  return (
    <>
      <EntryHeading>{t("heading")}</EntryHeading>
      <SignInForm next={next} isLinkOffered={isMailSent} refusal={await refusalText(error)} />
      <ProviderButtons providers={providers} next={next} />
      {signUp !== "closed" && (
        <p className="mt-7 text-[14px] text-muted">
          {entry("noAccount")} <EntryLink href="/sign-up">{entry("makeOne")}</EntryLink>
        </p>
      )}
    </>
  );
}

/** Message for a provider's error code; null for unknown codes. */
async function refusalText(code: string | string[] | undefined): Promise<string | null> {
  if (typeof code !== "string" || !Object.hasOwn(PROBLEMS, code)) return null;
  const t = await getTranslations("problems");
  return t.has(code) ? t(code, { seconds: 60, max: 0, scope: "" }) : null;
}
