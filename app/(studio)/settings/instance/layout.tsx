import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { InstanceTabs } from "@/components/settings/instance/instance-tabs";
import { currentActor } from "@/lib/server/auth/actor";

export async function generateMetadata() {
  const t = await getTranslations("instance.tabs");
  return { title: t("label") };
}

/** For instance owners; others get 404. Each page checks again when it reads. */
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
