"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { CallError } from "@/lib/client/call";

/** The sentence for whatever a call threw, in the reader's language: "The picture is damaged." */
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
