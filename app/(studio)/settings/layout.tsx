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

/** Layout of the settings. Sends all messages to the browser, which the studio's pages avoid. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // The parent layout has already redirected people without a session.
  if (!actor) notFound();
  return (
    <NextIntlClientProvider>
      <SettingsFrame>{children}</SettingsFrame>
    </NextIntlClientProvider>
  );
}
