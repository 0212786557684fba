"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SETTINGS_ENTRIES } from "@/components/settings/settings-entries";
import { useStudio } from "@/components/shell/use-studio";
import { classNames } from "@/components/ui/class-names";
import { isPermitted } from "@/lib/contracts/permissions";

/** As soon as it stands there, and again when another page has become the present one. */
const bringIntoView = (link: HTMLElement | null) =>
  link?.scrollIntoView({ block: "nearest", inline: "center" });

/** Beside the page on wide windows; on a phone a row that scrolls sideways, with the present page in view. */
export function SettingsNav() {
  const t = useTranslations("settings");
  const pathname = usePathname();
  const { user, workspace } = useStudio();
  const entries = SETTINGS_ENTRIES.filter((entry) =>
    entry.for === "instanceOwner" ? user.isInstanceOwner : isPermitted(workspace.role, entry.for),
  );

  return (
    <nav
      aria-label={t("title")}
      className="shrink-0 border-b border-line md:w-52 md:border-r md:border-b-0"
    >
      <ul className="flex gap-1 overflow-x-auto px-2 [scrollbar-width:none] md:flex-col md:gap-0.5 md:px-3 md:py-4">
        {entries.map(({ name, href }) => {
          const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={name} className="shrink-0">
              <Link
                ref={isCurrent ? bringIntoView : undefined}
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={classNames(
                  "flex h-11 items-center border-b-2 px-2.5 transition-colors hover:text-ink md:h-9 md:rounded-control md:border-b-0",
                  isCurrent
                    ? "border-ink text-ink md:bg-selected"
                    : "border-transparent text-muted md:hover:bg-hover",
                )}
              >
                {t(`pages.${name}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
