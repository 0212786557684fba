"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { bringIntoView } from "@/components/settings/scroll-row";
import { classNames } from "@/components/ui/class-names";
import { HoverLink } from "@/components/ui/hover-link";

const TABS = [
  { name: "people", href: "/settings/instance/people" },
  { name: "workspaces", href: "/settings/instance/workspaces" },
  { name: "jobs", href: "/settings/instance/jobs" },
  { name: "storage", href: "/settings/instance/storage" },
  { name: "audit", href: "/settings/instance/audit" },
] as const;

/** Tabs of the instance pages. On a phone the row scrolls sideways. */
export function InstanceTabs() {
  const t = useTranslations("instance.tabs");
  const pathname = usePathname();
  return (
    <nav aria-label={t("label")} className="mx-auto w-full max-w-[880px] px-4 pt-5 sm:px-8">
      <ul className="flex gap-5 overflow-x-auto border-b border-line [scrollbar-width:none]">
        {TABS.map(({ name, href }) => {
          const isCurrent = pathname === href;
          return (
            <li key={name} className="shrink-0">
              <HoverLink
                ref={isCurrent ? bringIntoView : undefined}
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={classNames(
                  "-mb-px flex h-10 items-center border-b-2 text-[14px] transition-colors hover:text-ink pointer-coarse:h-11",
                  isCurrent ? "border-ink text-ink" : "border-transparent text-muted",
                )}
              >
                {t(name)}
              </HoverLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
