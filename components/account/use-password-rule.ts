"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { PASSWORD_MIN_CHARS } from "@/lib/contracts/limits";

/** The rule for a new password; it becomes an error once the field loses the focus. */
export function usePasswordRule(password: string) {
  const t = useTranslations("account.rule");
  const [wasLeft, setLeft] = useState(false);
  const missing = PASSWORD_MIN_CHARS - password.length;
  const isShort = missing > 0;
  return {
    help: t("password", { min: PASSWORD_MIN_CHARS }),
    error: wasLeft && isShort ? t("tooShort", { min: PASSWORD_MIN_CHARS, missing }) : null,
    onBlur: () => setLeft(password.length > 0),
    /** Returns whether the password is valid and shows the error if not. */
    check: () => {
      setLeft(true);
      return !isShort;
    },
  };
}
