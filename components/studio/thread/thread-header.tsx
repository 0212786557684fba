"use client";

import { Link2, Network, Share } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RequestButton } from "@/components/studio/thread/request-button";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { hint } from "@/components/ui/tooltip";
import { SidebarButton } from "@/components/shell/sidebar-button";

type Props = {
  title: ReactNode;
  /** Who can see the thread. */
  visibility?: ReactNode;
  /** Who is viewing it now. */
  onlookers?: ReactNode;
  onShowRequest?: () => void;
  /** Missing where nothing can be shared. */
  sharing?: { isShared: boolean; open: () => void } | null;
  /** Set when there are versions to show. */
  onShowVersions?: () => void;
  /** With the panel open, wide windows hide the button. */
  isPanelOpen?: boolean;
};

/** The bar above a thread: title and "what the model sees". */
export function ThreadHeader(props: Props) {
  const t = useTranslations("studio.header");
  return (
    <header className="flex h-[51px] shrink-0 items-center gap-2 border-b border-line px-3 sm:gap-3 sm:px-[18px]">
      <SidebarButton />
      {props.title}
      {props.visibility}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        {props.onlookers}
        {props.onShowRequest && <RequestButton onOpen={props.onShowRequest} />}
        {props.sharing && <ShareButton {...props.sharing} />}
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

/** Says whether a link shows the thread. In a narrow window only its icon. */
function ShareButton({ isShared, open }: { isShared: boolean; open: () => void }) {
  const t = useTranslations("links");
  const Icon = isShared ? Link2 : Share;
  return (
    <Button
      size="sm"
      aria-haspopup="dialog"
      {...hint(t("share"), "S")}
      onClick={open}
      className="pointer-coarse:h-10 max-sm:border-0 max-sm:bg-transparent"
    >
      <Icon aria-hidden className="size-4" />
      <span className="max-sm:sr-only">{t(isShared ? "shared" : "share")}</span>
    </Button>
  );
}
