"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { useFormCall } from "@/components/ui/use-form-call";
import { invitableRoles } from "@/components/settings/members/may-act";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { SegmentedChoice } from "@/components/ui/segmented-choice";
import { SelectField } from "@/components/ui/select-field";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";
import { INVITE_HOURS_DEFAULT, INVITE_HOURS_MAX, INVITE_USES_MAX } from "@/lib/contracts/limits";
import type { InviteMade } from "@/lib/contracts/workspaces";

type Props = { isMailSent: boolean; onMade: (made: InviteMade) => void };

const METHODS = ["link", "email"] as const;
const HOURS = [24, INVITE_HOURS_DEFAULT, 7 * 24, INVITE_HOURS_MAX];

export function InviteForm({ isMailSent, onMade }: Props) {
  const t = useTranslations("members.invite");
  const roles = useTranslations("shell.roles");
  const { workspace } = useStudio();
  const [method, setMethod] = useState<(typeof METHODS)[number]>("link");
  const { send, problem, isBlocked } = useFormCall();
  const offered = invitableRoles(workspace.role);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const role = offered.find((one) => one === formText(form, "role"));
    if (role === undefined) return;
    const params = { workspaceId: workspace.id };
    const body = {
      role,
      email: method === "email" ? formText(form, "email").trim() : null,
      usesMax: method === "email" ? 1 : Number(formText(form, "uses")),
      hours: Number(formText(form, "hours")),
    };
    void send(async () => onMade(await call("invites.create", { params, body })));
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      <SegmentedChoice
        legend={t("way")}
        name="way"
        value={method}
        choices={METHODS.map((value) => ({ value, label: t(`ways.${value}`) }))}
        onChange={setMethod}
      />
      {method === "email" && (
        <TextField
          name="email"
          type="email"
          label={t("email")}
          help={t(isMailSent ? "emailSent" : "emailByHand")}
          inputMode="email"
          autoComplete="off"
          maxLength={254}
          required
          autoFocus
        />
      )}
      <SelectField
        name="role"
        label={t("role")}
        defaultValue="member"
        options={offered.map((role) => ({
          value: role,
          label: t("roleWords", { role: roles(role), may: t(`may.${role}`) }),
        }))}
      />
      <div className="grid grid-cols-2 gap-4">
        <SelectField
          name="hours"
          label={t("hours")}
          defaultValue={INVITE_HOURS_DEFAULT}
          options={HOURS.map((hours) => ({
            value: String(hours),
            label: t("days", { count: hours / 24 }),
          }))}
        />
        {method === "link" && (
          <TextField
            name="uses"
            type="number"
            label={t("uses")}
            inputMode="numeric"
            min={1}
            max={INVITE_USES_MAX}
            defaultValue={1}
            required
            className="figures"
          />
        )}
      </div>
      <FormAlert problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isBlocked}>
          {t(method === "email" && isMailSent ? "send" : "submit")}
        </Button>
      </div>
    </form>
  );
}
