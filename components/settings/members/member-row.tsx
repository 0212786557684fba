"use client";

import { useTranslations } from "next-intl";
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { mayActOn } from "@/components/settings/members/may-act";
import { useMemberCalls } from "@/components/settings/members/use-member-calls";
import { useStudio } from "@/components/shell/use-studio";
import { Avatar } from "@/components/ui/avatar";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { SelectField } from "@/components/ui/select-field";
import { ROLES } from "@/lib/contracts/permissions";
import type { Member } from "@/lib/contracts/workspaces";

type Props = { member: Member; members: readonly Member[] };

export function MemberRow({ member, members }: Props) {
  const t = useTranslations("members");
  const roles = useTranslations("shell.roles");
  const { user, workspace } = useStudio();
  const { changeRole, remove } = useMemberCalls(workspace.id);
  const [isAsking, setAsking] = useState(false);
  const isMe = member.userId === user.id;
  const may = mayActOn(workspace.role, member, members);
  const isFixed = workspace.kind === "personal" || may.roles.length < 2;

  return (
    <li className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3">
      <Avatar name={member.name} userId={member.userId} size={32} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="truncate">
          {member.name}
          {isMe && <span className="ml-2 text-[13px] text-muted">{t("you")}</span>}
        </p>
        {member.email && <p className="truncate text-[13px] text-muted">{member.email}</p>}
      </div>
      <div className="flex items-center gap-3 max-sm:w-full max-sm:pl-11">
        {isFixed ? (
          <span className="w-36 text-[14px] text-muted sm:px-3">{roles(member.role)}</span>
        ) : (
          <SelectField
            label={t("roleOf", { name: member.name })}
            isLabelHidden
            className="w-36"
            value={changeRole.isPending ? changeRole.variables.role : member.role}
            disabled={changeRole.isPending}
            onChange={(event) => {
              const role = ROLES.find((one) => one === event.target.value);
              if (role) changeRole.mutate({ userId: member.userId, role });
            }}
            options={may.roles.map((role) => ({ value: role, label: roles(role) }))}
          />
        )}
        <span className="flex w-9 justify-end">
          {may.mayRemove && !isMe && (
            <IconButton
              label={t("remove.open", { name: member.name })}
              disabled={remove.isPending}
              onClick={() => setAsking(true)}
            >
              <UserMinus aria-hidden className="size-4" />
            </IconButton>
          )}
        </span>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("remove.title", { name: member.name })}
        description={t("remove.description", { workspace: workspace.name })}
        confirmLabel={t("remove.confirm")}
        isDangerous
        onConfirm={() => remove.mutate(member.userId)}
      />
    </li>
  );
}
