"use client";

import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import type { WorkspaceFate } from "@/lib/contracts/account-deletion";
import { enterPath } from "@/lib/contracts/workspace-choice";

/** Workspaces without another owner, each linking to the page where ownership is transferred. */
export function HandOverFirst({ workspaces }: { workspaces: readonly WorkspaceFate[] }) {
  const t = useTranslations("profile.delete");
  return (
    <div className="grid gap-4">
      <p className="text-[14px] leading-5">{t("handOverFirst")}</p>
      <ul className="border-t border-line">
        {workspaces.map(({ id, name }) => (
          <li
            key={id}
            className="flex min-h-14 items-center justify-between gap-3 border-b border-line py-2"
          >
            <span className="min-w-0 truncate">{name}</span>
            {/* Another workspace needs a full page load. */}
            <a href={enterPath(id, "/settings/workspace")} className={buttonClass("outline", "sm")}>
              {t("toWorkspace")}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
