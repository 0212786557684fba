"use client";

import { Eye, Network } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SandboxMark } from "@/components/studio/thread/sandbox-mark";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SidebarButton } from "@/components/shell/sidebar-button";

type Props = {
  title: ReactNode;
  isSandbox: boolean;
  /** Who can see the thread. */
  visibility?: ReactNode;
  /** Who is viewing it now. */
  onlookers?: ReactNode;
  onShowRequest?: () => void;
  /** Set when there are versions to show. */
  onShowVersions?: () => void;
  /** With the panel open, wide windows hide the button. */
  isPanelOpen?: boolean;
};

/** The bar above a thread: title, sandbox mark, and "what the model sees". */
export function ThreadHeader(props: Props) {
  const t = useTranslations("studio.header");
  return (
    <header className="flex h-[51px] shrink-0 items-center gap-2 border-b border-line px-3 sm:gap-3 sm:px-[18px]">
      <SidebarButton />
      {props.title}
      {props.visibility}
      {props.isSandbox && <SandboxMark />}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        {props.onlookers}
        {props.onShowRequest && (
          <>
            <span className="hidden sm:contents">
              <Button
                size="sm"
                variant="ghost"
                className="font-normal"
                onClick={props.onShowRequest}
              >
                <Eye aria-hidden className="size-4" />
                {t("request")}
              </Button>
            </span>
            <IconButton label={t("request")} className="sm:hidden" onClick={props.onShowRequest}>
              <Eye aria-hidden className="size-[18px]" />
            </IconButton>
          </>
        )}
        {props.onShowVersions && (
          <IconButton
            label={t("versions")}
            onClick={props.onShowVersions}
            className={props.isPanelOpen ? "lg:hidden" : undefined}
          >
            <Network aria-hidden className="size-[18px]" />
          </IconButton>
        )}
      </div>
    </header>
  );
}
