"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useViewers } from "@/components/studio/thread/use-viewers";
import { Avatar } from "@/components/ui/avatar";
import { classNames } from "@/components/ui/class-names";
import { Popover } from "@/components/ui/popover";
import { hint } from "@/components/ui/tooltip";
import type { ThreadId } from "@/lib/contracts/ids";

const SHOWN_MAX = 3;

type Props = { threadId: ThreadId; isShared: boolean };

/** The other users viewing this thread: initials, with names in a popover. Renders nothing without any. */
export function Viewers({ threadId, isShared }: Props) {
  const t = useTranslations("studio.presence");
  const format = useFormatter();
  const people = useViewers(threadId, isShared);
  if (people.length === 0) return null;
  const label = t("label", { names: format.list(people.map(({ name }) => name)) });
  const more = people.length - SHOWN_MAX;
  return (
    <Popover
      label={label}
      align="end"
      trigger={
        <button
          type="button"
          aria-label={label}
          {...hint(label)}
          className="relative mr-1 flex h-8 shrink-0 items-center rounded-control px-1 transition-colors hover:bg-hover pointer-coarse:after:absolute pointer-coarse:after:-inset-1.5"
        >
          {people.slice(0, SHOWN_MAX).map(({ id, name }, index) => (
            <Avatar
              key={id}
              name={name}
              userId={id}
              size={24}
              className={classNames(
                "ring-2 ring-paper",
                index > 0 && "-ml-1.5",
                // A phone's header has room for one.
                index > 0 && "max-sm:hidden",
              )}
            />
          ))}
          {more > 0 && (
            <span className="figures ml-1 text-[12px] text-muted max-sm:hidden">
              {t("more", { count: more })}
            </span>
          )}
          {people.length > 1 && (
            <span className="figures ml-1 text-[12px] text-muted sm:hidden">
              {t("more", { count: people.length - 1 })}
            </span>
          )}
        </button>
      }
    >
      <ul className="flex max-h-72 min-w-40 flex-col gap-2 overflow-y-auto">
        {people.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-2.5 text-[14px]">
            <Avatar name={name} userId={id} size={22} />
            <span className="min-w-0 truncate">{name}</span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
