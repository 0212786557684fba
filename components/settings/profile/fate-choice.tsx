"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "@/components/ui/select-field";
import type { DeletionChoice, WorkspaceFate } from "@/lib/contracts/account-deletion";

type Props = {
  workspace: WorkspaceFate;
  choice: DeletionChoice | undefined;
  onChange: (choice: DeletionChoice) => void;
};

/** What happens to your threads in a workspace that continues without you. */
export function FateChoice({ workspace, choice, onChange }: Props) {
  const t = useTranslations("profile.delete.fate");
  const { id, name, heirs, privateThreads, visibleThreads } = workspace;
  const first = heirs[0];
  const successorId = choice?.threads === "hand_over" ? choice.to : first?.userId;
  const handOver = (to: string | undefined) => {
    const heir = heirs.find(({ userId }) => userId === to);
    if (heir) onChange({ workspaceId: id, threads: "hand_over", to: heir.userId });
  };
  return (
    <fieldset>
      <legend className="mb-2 text-[14px] font-medium">{t("title", { name })}</legend>
      <div className="border-t border-line" />
      <Choice
        name={`fate-${id}`}
        label={t("leave")}
        detail={t("leaveDetail", { privateThreads, visibleThreads })}
        isChosen={choice?.threads === "leave"}
        onChoose={() => onChange({ workspaceId: id, threads: "leave" })}
      />
      {first !== undefined && (
        <Choice
          name={`fate-${id}`}
          label={t("handOver")}
          detail={t("handOverDetail")}
          isChosen={choice?.threads === "hand_over"}
          onChoose={() => handOver(successorId)}
        />
      )}
      {choice?.threads === "hand_over" && (
        <SelectField
          label={t("to")}
          value={choice.to}
          onChange={(event) => handOver(event.target.value)}
          options={heirs.map((heir) => ({ value: heir.userId, label: heir.name }))}
          className="mt-3"
        />
      )}
    </fieldset>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  detail: string;
  isChosen: boolean;
  onChoose: () => void;
};

function Choice({ name, label, detail, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="grid min-h-11 cursor-pointer grid-cols-[auto_1fr] items-start gap-x-3 border-b border-line py-2.5 hover:bg-hover">
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        className="mt-[3px] size-4 shrink-0 accent-accent-strong"
      />
      <span className="text-[14px] text-ink">{label}</span>
      <span className="col-start-2 text-[13px] leading-[18px] text-pretty text-muted">
        {detail}
      </span>
    </label>
  );
}
