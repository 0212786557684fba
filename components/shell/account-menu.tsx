"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useStudio } from "@/components/shell/use-studio";
import { Anchored, floatingHandle } from "@/components/ui/anchored";
import { Avatar } from "@/components/ui/avatar";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { unreadQuery } from "@/lib/client/notice-queries";
import { formatMicroUsd } from "@/lib/utils/micro-usd";

const AccountMenuPopup = lazyPiece(
  () => import("@/components/shell/account-menu-popup").then((it) => it.default),
  floatingHandle,
);

/** The sidebar's footer: the user, the month's spending, and the account menu. */
export function AccountMenu() {
  const t = useTranslations("shell.account");
  const { user, spentThisMonthMicroUsd } = useStudio();
  const tags = useLocale();
  const unread = useQuery(unreadQuery()).data?.unread ?? 0;
  return (
    <div className="mx-2.5 border-t border-line py-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      <Anchored
        kind="menu"
        preload={AccountMenuPopup.preload}
        trigger={
          <button
            type="button"
            className="flex h-10 w-full items-center gap-2.5 rounded-control px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover"
          >
            <span className="relative flex">
              <Avatar name={user.name} userId={user.id} version={user.avatar} />
              {unread > 0 && (
                <span className="absolute -top-0.5 -right-0.5 size-2.5 rounded-full border-2 border-sidebar bg-accent">
                  <span className="sr-only">{t("unread", { count: unread })}</span>
                </span>
              )}
            </span>
            <span className="min-w-0 flex-1 truncate">{user.name}</span>
            <span className="figures shrink-0 text-muted">
              {t("spent", { sum: formatMicroUsd(spentThisMonthMicroUsd, tags) })}
            </span>
          </button>
        }
      >
        {(floating) => <AccountMenuPopup {...floating} />}
      </Anchored>
    </div>
  );
}
