import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { InviteLanding } from "@/components/account/invite-landing";
import { currentActor } from "@/lib/server/auth/actor";
import { isSetupNeeded } from "@/lib/server/domain/accounts/setup";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invite"))("title"), robots: { index: false } };
}

/**
 * Target of an invite link. The token is in the fragment, so the server renders the page without it and the browser
 * asks what the invite offers.
 */
export default async function InvitePage() {
  if (await isSetupNeeded()) redirect("/welcome");
  const actor = await currentActor();
  return <InviteLanding me={actor && { name: actor.name, email: actor.email }} />;
}
