"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { useChineseFont } from "@/components/shell/use-chinese-font";
import { ToasterSlot } from "@/components/ui/toaster-slot";
import { TooltipLayer } from "@/components/ui/tooltip";
import { CallError } from "@/lib/client/call";

type Props = {
  children: ReactNode;
  nonce?: string;
  /** Shared pages have none: the toaster adds a style that their policy refuses. */
  hasToasts: boolean;
};

/** Theme, cache, tooltips and toasts for every page. */
export function Providers({ children, nonce, hasToasts }: Props) {
  const [client] = useState(makeQueryClient);
  useChineseFont();
  return (
    <ThemeProvider attribute="data-theme" nonce={nonce} disableTransitionOnChange>
      <QueryClientProvider client={client}>
        {children}
        <TooltipLayer />
        {hasToasts && <ToasterSlot />}
      </QueryClientProvider>
    </ThemeProvider>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream reports changes, so refetching on focus would only be polling.
        refetchOnWindowFocus: false,
        // Keep entries for the tab's lifetime: events also patch what is off screen.
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
