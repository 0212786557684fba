import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { safeNext } from "@/components/account/safe-next";
import { SignInForm } from "@/components/account/sign-in-form";
import { currentActor } from "@/lib/server/auth/actor";
import { isSetupNeeded } from "@/lib/server/domain/accounts/setup";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.signIn"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Signing in, and on to where one was going. Whoever is signed in goes straight there. */
export default async function SignInPage({ searchParams }: Props) {
  const next = safeNext((await searchParams).next);
  if (await isSetupNeeded()) redirect("/welcome");
  if (await currentActor()) redirect(next);
  const t = await getTranslations("account.signIn");
  return (
    <>
      <h1 className="mb-9 font-serif text-[44px] leading-[1.05] tracking-[-0.01em]">
        {t("heading")}
      </h1>
      <SignInForm next={next} />
    </>
  );
}
