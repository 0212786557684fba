"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, Mail, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useMemberCalls } from "@/components/settings/members/use-member-calls";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useStudio } from "@/components/shell/use-studio";
import { IconButton } from "@/components/ui/icon-button";
import { invitesQuery } from "@/lib/client/workspace-queries";
import type { Invite } from "@/lib/contracts/workspaces";

/** Pending invites; renders nothing when there are none. */
export function InviteList() {
  const t = useTranslations("members.invites");
  const { workspace } = useStudio();
  const { data } = useQuery(invitesQuery(workspace.id));
  if (!data || data.invites.length === 0) return null;
  return (
    <section aria-labelledby="open-invites" className="mt-9">
      <h3 id="open-invites" className="mb-3 text-[15px] font-semibold">
        {t("title")}
      </h3>
      <ul className="border-t border-line">
        {data.invites.map((invite) => (
          <Row key={invite.id} invite={invite} />
        ))}
      </ul>
    </section>
  );
}

function Row({ invite }: { invite: Invite }) {
  const t = useTranslations("members.invites");
  const roles = useTranslations("shell.roles");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const { workspace } = useStudio();
  const { revoke } = useMemberCalls(workspace.id);
  const Icon = invite.email === null ? Link2 : Mail;
  const until = format.dateTime(new Date(invite.expiresAt), {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
  const name = invite.email ?? t("byLink");
  return (
    <li className="flex min-h-14 items-center gap-3 border-b border-line py-2.5">
      <span className="flex w-8 shrink-0 justify-center text-muted">
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate">{name}</p>
        <p className="figures text-[13px] text-pretty text-muted">
          {[
            roles(invite.role),
            invite.usesMax > 1 ? t("uses", { uses: invite.uses, max: invite.usesMax }) : null,
            t("until", { time: until }),
            t("by", { name: invite.inviter.name }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <IconButton
        label={t("revoke", { name })}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate(invite.id)}
      >
        <X aria-hidden className="size-4" />
      </IconButton>
    </li>
  );
}
