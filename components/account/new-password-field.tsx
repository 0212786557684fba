"use client";

import { PasswordField } from "@/components/account/password-field";
import type { usePasswordRule } from "@/components/account/use-password-rule";

type Props = {
  label: string;
  value: string;
  onChange: (password: string) => void;
  rule: ReturnType<typeof usePasswordRule>;
  /** What the server found wrong with it. */
  error: string | null;
  autoFocus?: boolean;
};

/** A password that is chosen here, with the rule that it is to keep. */
export function NewPasswordField({ label, value, onChange, rule, error, autoFocus }: Props) {
  return (
    <PasswordField
      name="password"
      label={label}
      help={rule.help}
      error={rule.error ?? error}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={rule.onBlur}
      autoComplete="new-password"
      required
      autoFocus={autoFocus}
    />
  );
}
