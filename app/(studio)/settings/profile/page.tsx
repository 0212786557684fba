import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ProfilePage } from "@/components/settings/profile/profile-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { loadNoticeSettings } from "@/lib/server/domain/notices/commands";
import { loadProfile } from "@/lib/server/domain/profile/queries";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("profile") };
}

/** Prefetches, so that the first paint has data. */
export default async function Page() {
  const actor = await currentActor();
  // The layout has already redirected people without a session.
  if (!actor) notFound();
  const client = new QueryClient();
  const [profile, notices] = await Promise.all([loadProfile(actor), loadNoticeSettings(actor)]);
  client.setQueryData(keys.profile(), profile);
  client.setQueryData(keys.noticeSettings(), notices);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProfilePage />
    </HydrationBoundary>
  );
}
