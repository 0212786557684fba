import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { AccountBar } from "@/components/account/account-bar";
import { AccountScene } from "@/components/account/account-scene";

/**
 * Layout of the account pages: a form, and on wide windows a picture next to it. Only these pages send their messages
 * to the browser.
 */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider>
      <div className="grid min-h-dvh lg:grid-cols-[minmax(480px,5fr)_6fr]">
        <div className="flex min-w-0 flex-col px-6 pt-6 pb-8 sm:px-12">
          <AccountBar />
          <main className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center py-10">
            {children}
          </main>
        </div>
        <AccountScene className="relative m-3 hidden overflow-hidden rounded-print lg:block" />
      </div>
    </NextIntlClientProvider>
  );
}
