import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { InstanceTabs } from "@/components/settings/instance/instance-tabs";
import { currentActor } from "@/lib/server/auth/actor";

export async function generateMetadata() {
  const t = await getTranslations("instance.tabs");
  return { title: t("label") };
}

/** For whoever runs the studio; to everyone else there are no such pages. Each page checks again by what it reads. */
export default async function InstanceLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  return (
    <>
      <InstanceTabs />
      {children}
    </>
  );
}
