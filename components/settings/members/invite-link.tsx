"use client";

import { useTranslations } from "next-intl";
import { ShownOnce } from "@/components/settings/shown-once";
import type { InviteMade } from "@/lib/contracts/workspaces";

type Props = { made: InviteMade; onDone: () => void };

/** Shows the link once. The token is in the fragment, which browsers send to no server. */
export function InviteLink({ made: { invite, token, isMailSent }, onDone }: Props) {
  const t = useTranslations("members.invite");
  return (
    <div className="grid gap-5">
      <p className="text-[14px] leading-5 text-pretty text-muted">
        {isMailSent ? t("sent", { email: invite.email ?? "" }) : t("handOver")}
      </p>
      <ShownOnce
        label={t("link")}
        help={invite.email === null ? t("once") : t("onceFor", { email: invite.email })}
        value={`${location.origin}/invite#${token}`}
        onDone={onDone}
      />
    </div>
  );
}
