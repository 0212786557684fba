"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";

/** Name of the current-password field: wrong credentials belong to it. */
export const CURRENT_PASSWORD = "currentPassword";

export type FormProblem = {
  /** The message, with a countdown while throttled. */
  text: string;
  /** The field's API name; null for the form as a whole. */
  field: string | null;
  isWaiting: boolean;
};

/** The server's error for a form. While throttled it counts down and disables the form. */
export function useFormProblem() {
  const problemText = useProblemText();
  const t = useTranslations("account");
  const [error, setError] = useState<unknown>(null);
  const [waitS, setWaitS] = useState(0);
  // A timestamp rather than a tick count: hidden tabs tick once a minute, sleeping machines not at all.
  const [waitUntil, setWaitUntil] = useState(0);

  const isWaiting = waitS > 0;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => setWaitS(secondsTo(waitUntil)), 1_000);
    return () => clearInterval(timer);
  }, [isWaiting, waitUntil]);

  const report = useCallback((next: unknown) => {
    setError(next);
    const seconds = next instanceof CallError ? next.problem?.details?.seconds : undefined;
    const wait = typeof seconds === "number" ? seconds : 0;
    setWaitS(wait);
    setWaitUntil(Date.now() + wait * 1_000);
  }, []);
  const clear = useCallback(() => {
    setError(null);
    setWaitS(0);
  }, []);

  const isThrottled = error instanceof CallError && error.code === "too_many_attempts";
  const isOver = isThrottled && !isWaiting;
  const problem: FormProblem | null =
    error === null || isOver
      ? null
      : {
          text: isThrottled ? t("waitFor", { time: clock(waitS) }) : problemText(error),
          field: error instanceof CallError ? fieldOf(error) : null,
          isWaiting,
        };
  return { problem, report, clear };
}

function fieldOf(error: CallError): string | null {
  if (error.problem?.field) return error.problem.field;
  if (error.code === "weak_password") return "password";
  if (error.code === "wrong_credentials") return CURRENT_PASSWORD;
  return error.code === "wrong_setup_code" ? "code" : null;
}

function secondsTo(moment: number): number {
  return Math.max(0, Math.ceil((moment - Date.now()) / 1_000));
}

/** "0:42", "14:05". */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
