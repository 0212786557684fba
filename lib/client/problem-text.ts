"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { CallError } from "@/lib/client/call";

/** Message for an error of a call, in the reader's language. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations("problems");
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof CallError)) return t("internal");
      const { code, problem } = error;
      return t.has(code)
        ? t(code, { seconds: 60, max: 0, kind: "none", ...problem?.details })
        : t("internal");
    },
    [t],
  );
}
