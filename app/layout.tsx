import "@fontsource-variable/instrument-sans/wght.css";
import "@fontsource/instrument-serif/latin-400.css";
import "@/app/globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { messagesOfShare, messagesWithoutSettings } from "@/lib/server/request/i18n";
import { LOCALE_TAGS, type Locale } from "@/lib/utils/locale";

export const metadata: Metadata = {
  title: { default: "Pentimento", template: "%s · Pentimento" },
  description: "A studio for making pictures by talking, where every version is kept.",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#121211" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = (await getLocale()) as Locale;
  const headerList = await headers();
  const nonce = headerList.get("x-nonce") ?? undefined;
  const messages = await getMessages();
  const isShare = headerList.get("x-pathname")?.startsWith("/s/") ?? false;
  return (
    // The theme script changes <html> before hydration.
    <html lang={LOCALE_TAGS[locale]} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider
          messages={isShare ? messagesOfShare(messages) : messagesWithoutSettings(messages)}
        >
          <Providers nonce={nonce} hasToasts={!isShare}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
