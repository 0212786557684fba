"use client";

import { useTranslations } from "next-intl";
import { PasswordField } from "@/components/account/password-field";
import { CURRENT_PASSWORD, type FormProblem } from "@/components/ui/use-form-problem";

/** The current password, asked for again before a sensitive change. */
export function CurrentPasswordField({ problem }: { problem: FormProblem | null }) {
  const t = useTranslations("account");
  return (
    <PasswordField
      name={CURRENT_PASSWORD}
      label={t("field.currentPassword")}
      error={problem?.field === CURRENT_PASSWORD ? t("password.wrongCurrent") : null}
      autoComplete="current-password"
      required
    />
  );
}
