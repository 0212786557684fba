"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { bringIntoView } from "@/components/settings/scroll-row";
import {
  SETTINGS_ENTRIES,
  SETTINGS_GROUPS,
  type SettingsGroup,
} from "@/components/settings/settings-entries";
import { useStudio } from "@/components/shell/use-studio";
import { classNames } from "@/components/ui/class-names";
import { HoverLink } from "@/components/ui/hover-link";
import { unreadQuery } from "@/lib/client/notice-queries";
import { isPermitted } from "@/lib/contracts/permissions";

/** Sidebar on wide windows; on a phone a row that scrolls to the current page. */
export function SettingsNav() {
  const t = useTranslations("settings");
  return (
    <nav
      aria-label={t("title")}
      className="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2 [scrollbar-width:none] md:w-52 md:flex-col md:gap-5 md:overflow-y-auto md:border-r md:border-b-0 md:px-3 md:py-5"
    >
      {SETTINGS_GROUPS.map((group) => (
        <Group key={group} group={group} />
      ))}
    </nav>
  );
}

/** The workspace group is titled with the workspace's name. */
function Group({ group }: { group: SettingsGroup }) {
  const t = useTranslations("settings");
  const pathname = usePathname();
  const { user, workspace } = useStudio();
  const id = useId();
  const entries = SETTINGS_ENTRIES.filter(
    (entry) =>
      entry.of === group &&
      (entry.for === "instanceOwner"
        ? user.isInstanceOwner
        : isPermitted(workspace.role, entry.for)),
  );
  if (entries.length === 0) return null;
  return (
    <div className="shrink-0">
      <p id={id} className="hidden truncate px-2.5 pb-1 text-[12px] leading-5 text-muted md:block">
        {group === "workspace" ? workspace.name : t(`groups.${group}`)}
      </p>
      <ul aria-labelledby={id} className="flex gap-1 md:flex-col md:gap-0.5">
        {entries.map(({ name, href }) => {
          const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={name} className="shrink-0">
              <HoverLink
                ref={isCurrent ? bringIntoView : undefined}
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={classNames(
                  "flex h-11 items-center border-b-2 px-2.5 transition-colors hover:text-ink md:h-8 md:rounded-control md:pointer-coarse:h-11 md:border-b-0",
                  isCurrent
                    ? "border-ink text-ink md:bg-selected"
                    : "border-transparent text-muted md:hover:bg-hover",
                )}
              >
                {t(`pages.${name}`)}
                {name === "notices" && <Unread />}
              </HoverLink>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Unread() {
  const { data } = useQuery(unreadQuery());
  if (data === undefined || data.unread === 0) return null;
  return <span className="figures ml-auto pl-2 text-accent-strong">{data.unread}</span>;
}
