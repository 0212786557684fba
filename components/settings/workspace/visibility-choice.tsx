"use client";

import { useTranslations } from "next-intl";
import { useWorkspaceCalls } from "@/components/settings/workspace/use-workspace-calls";
import { useStudio } from "@/components/shell/use-studio";

const CHOICES = ["private", "workspace"] as const;

/** Default visibility of new threads. Existing threads keep theirs. */
export function VisibilityChoice({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations("members.workspace.visibility");
  const { workspace } = useStudio();
  const { update } = useWorkspaceCalls();
  const pendingValue = update.isPending ? update.variables.defaultVisibility : undefined;
  const value = pendingValue ?? workspace.defaultVisibility;
  return (
    <fieldset disabled={!mayChange || update.isPending} className="-my-2.5">
      <legend className="sr-only">{t("title")}</legend>
      {CHOICES.map((choice) => (
        <Choice
          key={choice}
          label={t(`${choice}.label`)}
          detail={t(`${choice}.detail`, { name: workspace.name })}
          isChosen={choice === value}
          onChoose={() => update.mutate({ defaultVisibility: choice })}
        />
      ))}
    </fieldset>
  );
}

type ChoiceProps = { label: string; detail: string; isChosen: boolean; onChoose: () => void };

function Choice({ label, detail, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="grid min-h-11 grid-cols-[auto_1fr] items-start gap-x-3 border-line py-2.5 not-last:border-b not-has-disabled:cursor-pointer not-has-disabled:hover:bg-hover">
      <input
        type="radio"
        name="defaultVisibility"
        checked={isChosen}
        onChange={onChoose}
        className="mt-[3px] size-4 shrink-0 accent-accent-strong"
      />
      <span className="text-ink">{label}</span>
      <span className="col-start-2 text-[13px] leading-[18px] text-pretty text-muted">
        {detail}
      </span>
    </label>
  );
}
