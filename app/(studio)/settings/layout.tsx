import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { currentActor } from "@/lib/server/auth/actor";

export async function generateMetadata() {
  const t = await getTranslations("settings");
  return { title: t("title") };
}

/** The settings' frame. Its provider hands the browser all texts, which the studio's own pages do without. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // The studio's layout above has led everyone else to the door already.
  if (!actor) notFound();
  return (
    <NextIntlClientProvider>
      <SettingsFrame>{children}</SettingsFrame>
    </NextIntlClientProvider>
  );
}
