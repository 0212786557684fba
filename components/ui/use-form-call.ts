"use client";

import { useState } from "react";
import { useFormProblem } from "@/components/ui/use-form-problem";

type Options = {
  /** Success navigates away: keep the form disabled until the next page is there. */
  isLeaving?: boolean;
};

/** Submits a form once at a time and maps the server's error to a field or to the form. */
export function useFormCall({ isLeaving = false }: Options = {}) {
  const { problem, report, clear } = useFormProblem();
  const [isWorking, setWorking] = useState(false);

  const send = async (work: () => Promise<unknown>): Promise<void> => {
    clear();
    setWorking(true);
    try {
      await work();
      if (!isLeaving) setWorking(false);
    } catch (error) {
      report(error);
      setWorking(false);
    }
  };
  return {
    send,
    problem,
    /** The error of one field. */
    errorOf: (field: string) => (problem?.field === field ? problem.text : null),
    isWorking,
    /** Sending, or waiting for a throttle to end. */
    isBlocked: isWorking || problem?.isWaiting === true,
  };
}
