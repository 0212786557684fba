"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { ToasterSlot } from "@/components/ui/toaster-slot";
import { TooltipLayer } from "@/components/ui/tooltip";
import { CallError } from "@/lib/client/call";

/** What every page stands in: theme, cache, tooltips and toasts. */
export function Providers({ children, nonce }: { children: ReactNode; nonce?: string }) {
  const [client] = useState(makeQueryClient);
  useEffect(() => {
    // About a hundred rules that name which slice of the Chinese font holds which signs. A slice is fetched
    // when a sign of it is shown, and nobody waits for the rules either: they come after the first paint.
    import("@fontsource-variable/noto-sans-sc/wght.css").catch(() => undefined);
  }, []);
  return (
    <ThemeProvider attribute="data-theme" nonce={nonce} disableTransitionOnChange>
      <QueryClientProvider client={client}>
        {children}
        <TooltipLayer />
        <ToasterSlot />
      </QueryClientProvider>
    </ThemeProvider>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream says what changed; asking again on focus would be polling by another name.
        refetchOnWindowFocus: false,
        // Kept for as long as the tab lives: events go on patching what is not on screen.
        gcTime: Number.POSITIVE_INFINITY,
        retry: (count, error) =>
          count < 2 && (!(error instanceof CallError) || isWorthAnother(error)),
      },
    },
  });
}

function isWorthAnother(error: CallError): boolean {
  return error.code === "offline" || error.code === "unavailable";
}
