"use client";

import { PasswordField } from "@/components/account/password-field";
import type { usePasswordRule } from "@/components/account/use-password-rule";

type Props = {
  label: string;
  value: string;
  onChange: (password: string) => void;
  rule: ReturnType<typeof usePasswordRule>;
  /** Error from the server. */
  error: string | null;
  autoFocus?: boolean;
};

/** A field for a new password, with its rule. */
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
