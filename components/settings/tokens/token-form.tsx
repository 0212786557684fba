"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { formText } from "@/components/ui/form-text";
import { useFormCall } from "@/components/ui/use-form-call";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/select-field";
import { TextField } from "@/components/ui/text-field";
import { call } from "@/lib/client/call";
import { TOKEN_SCOPES } from "@/lib/contracts/permissions";
import { TOKEN_DAYS, TOKEN_NAME_MAX_CHARS } from "@/lib/contracts/token-choices";
import type { TokenCreated } from "@/lib/contracts/tokens";

type Props = { onMade: (made: TokenCreated) => void };

const FIRST_SCOPES: readonly string[] = ["read", "generate"];
const DAYS_DEFAULT = 90;
const A_YEAR = 365;
const NO_END = "";

export function TokenForm({ onMade }: Props) {
  const t = useTranslations("tokens.create");
  const { workspace, workspaces } = useStudio();
  const [areScopesMissing, setScopesMissing] = useState(false);
  const { send, problem, isBlocked } = useFormCall();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const chosen = new FormData(form).getAll("scopes");
    const scopes = TOKEN_SCOPES.filter((scope) => chosen.includes(scope));
    setScopesMissing(scopes.length === 0);
    if (scopes.length === 0) return;
    const target = workspaces.find(({ id }) => id === formText(form, "workspace")) ?? workspace;
    const days = formText(form, "days");
    const body = {
      name: formText(form, "name"),
      workspaceId: target.id,
      scopes,
      expiresInDays: TOKEN_DAYS.find((one) => String(one) === days) ?? null,
    };
    void send(async () => onMade(await call("tokens.create", { body })));
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      <TextField
        name="name"
        label={t("name")}
        help={t("nameHelp")}
        maxLength={TOKEN_NAME_MAX_CHARS}
        autoComplete="off"
        required
      />
      <fieldset aria-describedby={areScopesMissing ? "scopes-missing" : undefined}>
        <legend className="mb-1 text-[13px] font-medium text-ink">{t("scopes")}</legend>
        {TOKEN_SCOPES.map((scope) => (
          <label
            key={scope}
            className="flex cursor-pointer items-start gap-3 py-1.5 text-[14px] leading-5 pointer-coarse:py-2.5"
          >
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={FIRST_SCOPES.includes(scope)}
              onChange={() => setScopesMissing(false)}
              className="mt-0.5 size-4 shrink-0 accent-accent-strong"
            />
            <span>
              {t(`scope.${scope}`)}
              <span className="block text-[13px] text-pretty text-muted">
                {t(`scopeHelp.${scope}`)}
              </span>
            </span>
          </label>
        ))}
        {areScopesMissing && (
          <p id="scopes-missing" role="alert" className="mt-1.5 text-[13px] text-danger">
            {t("scopesMissing")}
          </p>
        )}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="workspace"
          label={t("workspace")}
          defaultValue={workspace.id}
          options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          name="days"
          label={t("expires")}
          defaultValue={String(DAYS_DEFAULT)}
          options={[
            ...TOKEN_DAYS.map((days) => ({
              value: String(days),
              label: days === A_YEAR ? t("year") : t("days", { count: days }),
            })),
            { value: NO_END, label: t("noEnd") },
          ]}
        />
      </div>
      <FormAlert problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isBlocked}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}
