import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WorkspacePage } from "@/components/settings/workspace/workspace-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { listMembers } from "@/lib/server/domain/members/queries";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("workspace") };
}

/** The members as the server has them, so that the first paint is the answer. */
export default async function Page() {
  const actor = await currentActor();
  // The studio's layout above has led everyone else to the door already.
  if (!actor) notFound();
  const { workspaceId } = actor;
  const client = new QueryClient();
  client.setQueryData(keys.members(workspaceId), {
    members: await listMembers(actor, workspaceId),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WorkspacePage />
    </HydrationBoundary>
  );
}
