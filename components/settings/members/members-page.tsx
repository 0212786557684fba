"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { InviteDialog } from "@/components/settings/members/invite-dialog";
import { InviteList } from "@/components/settings/members/invite-list";
import { MemberRow } from "@/components/settings/members/member-row";
import { SettingsPage } from "@/components/settings/settings-page";
import { useShell } from "@/components/shell/shell-context";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { useProblemText } from "@/lib/client/problem-text";
import { membersQuery } from "@/lib/client/workspace-queries";
import { isPermitted } from "@/lib/contracts/permissions";

export function MembersPage() {
  const t = useTranslations("members");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const { workspace } = useStudio();
  const { openNewWorkspace } = useShell();
  const list = useQuery(membersQuery(workspace.id));
  const [isInviting, setInviting] = useState(false);
  const isTeam = workspace.kind === "team";
  const mayInvite = isTeam && isPermitted(workspace.role, "manage");

  return (
    <SettingsPage
      title={t("title")}
      lead={t(isTeam ? "lead" : "leadPersonal", { name: workspace.name })}
      actions={
        mayInvite ? (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden className="size-4" />
            {t("invite.open")}
          </Button>
        ) : (
          !isTeam && <Button onClick={openNewWorkspace}>{t("newWorkspace")}</Button>
        )
      }
    >
      {list.isError ? (
        <div role="alert" className="flex flex-col items-start gap-3 py-6">
          <p>{problemText(list.error)}</p>
          <Button size="sm" onClick={() => void list.refetch()}>
            {common("retry")}
          </Button>
        </div>
      ) : (
        <ul aria-label={t("title")} aria-busy={list.isPending} className="border-t border-line">
          {list.data?.members.map((member) => (
            <MemberRow key={member.userId} member={member} members={list.data.members} />
          ))}
        </ul>
      )}
      {mayInvite && <InviteList />}
      {mayInvite && <InviteDialog open={isInviting} onOpenChange={setInviting} />}
    </SettingsPage>
  );
}
