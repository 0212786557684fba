import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuditPage } from "@/components/settings/audit/audit-page";
import { keys } from "@/lib/client/query-keys";
import { isPermitted } from "@/lib/contracts/permissions";
import { currentActor } from "@/lib/server/auth/actor";
import { listAudit } from "@/lib/server/domain/audit/queries";

export async function generateMetadata() {
  const t = await getTranslations("audit");
  return { title: t("title") };
}

/** Needs `manage`; others get 404. */
export default async function Page() {
  const actor = await currentActor();
  if (!actor || !isPermitted(actor.role, "manage")) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.audit("workspace", {}), {
    pages: [await listAudit(actor, "workspace", {})],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AuditPage reach="workspace" />
    </HydrationBoundary>
  );
}
