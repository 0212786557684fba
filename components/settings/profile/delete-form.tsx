"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { CurrentPasswordField } from "@/components/account/current-password-field";
import { useFormCall } from "@/components/ui/use-form-call";
import { CURRENT_PASSWORD } from "@/components/ui/use-form-problem";
import { FateChoice } from "@/components/settings/profile/fate-choice";
import { HandOverFirst } from "@/components/settings/profile/hand-over-first";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { clearUnsent } from "@/lib/client/clear-unsent";
import { deletionPlanQuery } from "@/lib/client/account-queries";
import { call, CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { markLeaving } from "@/lib/client/refresh-access";
import type { DeletionChoice, DeletionPlan } from "@/lib/contracts/account-deletion";

/** Asks for the decisions that the server's deletion plan needs. */
export function DeleteForm() {
  const t = useTranslations("profile.delete");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const plan = useQuery(deletionPlanQuery());
  if (plan.isError) {
    return (
      <div role="alert" className="grid justify-items-start gap-3">
        <p className="text-[14px]">{problemText(plan.error)}</p>
        <Button size="sm" onClick={() => void plan.refetch()}>
          {common("retry")}
        </Button>
      </div>
    );
  }
  // A cached plan may predate changes in membership.
  if (plan.data === undefined || plan.isFetching) {
    return <p className="text-[14px] text-muted">{common("loading")}</p>;
  }
  if (plan.data.isLastInstanceOwner) return <p className="text-[14px]">{t("lastOwner")}</p>;
  const stuck = plan.data.workspaces.filter(({ fate }) => fate === "hand_over_first");
  if (stuck.length > 0) return <HandOverFirst workspaces={stuck} />;
  return <PlannedForm plan={plan.data} onStale={() => void plan.refetch()} />;
}

function PlannedForm({ plan, onStale }: { plan: DeletionPlan; onStale: () => void }) {
  const t = useTranslations("profile.delete");
  const open = plan.workspaces.filter(({ fate }) => fate === "choose");
  const going = plan.workspaces.filter(({ fate }) => fate === "goes");
  const [choices, setChoices] = useState<readonly DeletionChoice[]>(
    open.map(({ id }) => ({ workspaceId: id, threads: "leave" })),
  );
  const [typed, setTyped] = useState("");
  const { send, problem, isWorking, isBlocked } = useFormCall({ isLeaving: true });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const currentPassword = formText(event.currentTarget, "currentPassword");
    const body = { currentPassword, confirmation: typed, choices: [...choices] };
    void send(async () => {
      markLeaving(true);
      try {
        await call("account.remove", { body });
      } catch (error) {
        markLeaving(false);
        if (error instanceof CallError && error.code === "conflict") onStale();
        throw error;
      }
      clearUnsent();
      location.assign("/sign-in");
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <ul className="grid list-disc gap-1.5 pl-5 text-[14px] leading-5">
        <li>{t("personal", plan.personal)}</li>
        {going.map(({ id, name }) => (
          <li key={id}>{t("goes", { name })}</li>
        ))}
      </ul>
      {open.map((workspace) => (
        <FateChoice
          key={workspace.id}
          workspace={workspace}
          choice={choices.find(({ workspaceId }) => workspaceId === workspace.id)}
          onChange={(choice) =>
            setChoices(choices.map((it) => (it.workspaceId === workspace.id ? choice : it)))
          }
        />
      ))}
      <TextField
        label={t("type", { email: plan.email })}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        inputMode="email"
        required
      />
      {plan.hasPassword && <CurrentPasswordField problem={problem} />}
      <FormAlert problem={problem} fields={[CURRENT_PASSWORD]} />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="danger"
          disabled={typed.trim().toLowerCase() !== plan.email || isBlocked}
        >
          {t(isWorking ? "working" : "submit")}
        </Button>
      </div>
    </form>
  );
}
