import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { AuditPage } from "@/components/settings/audit/audit-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { listAudit } from "@/lib/server/domain/audit/queries";

export default async function Page() {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.audit("instance", {}), {
    pages: [await listAudit(actor, "instance", {})],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AuditPage reach="instance" />
    </HydrationBoundary>
  );
}
