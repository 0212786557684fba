"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { InviteForm } from "@/components/settings/members/invite-form";
import { InviteLink } from "@/components/settings/members/invite-link";
import { useStudio } from "@/components/shell/use-studio";
import { Dialog } from "@/components/ui/dialog";
import { keys } from "@/lib/client/query-keys";
import { invitesQuery } from "@/lib/client/workspace-queries";
import type { InviteMade } from "@/lib/contracts/workspaces";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

/** Two steps: the invite's settings, then its link, shown once. */
export function InviteDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("members.invite");
  const client = useQueryClient();
  const { workspace } = useStudio();
  const [made, setMade] = useState<InviteMade | null>(null);
  const { data } = useQuery(invitesQuery(workspace.id));

  const close = (isOpen: boolean) => {
    if (!isOpen) setMade(null);
    onOpenChange(isOpen);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t(made === null ? "title" : "madeTitle", { name: workspace.name })}
    >
      {made === null ? (
        <InviteForm
          isMailSent={data?.isMailSent ?? false}
          onMade={(result) => {
            setMade(result);
            void client.invalidateQueries({ queryKey: keys.invites(workspace.id) });
          }}
        />
      ) : (
        <InviteLink made={made} onDone={() => close(false)} />
      )}
    </Dialog>
  );
}
