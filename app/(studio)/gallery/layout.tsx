import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { messagesOfGallery } from "@/lib/server/request/i18n";

/** Sends the gallery's own messages to the browser, which the studio's other pages do not need. */
export default async function GalleryLayout({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={messagesOfGallery(await getMessages())}>
      {children}
    </NextIntlClientProvider>
  );
}
