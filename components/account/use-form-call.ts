"use client";

import { useState } from "react";
import { useFormProblem } from "@/components/account/use-form-problem";

type Options = {
  /** What comes after it is another page: the form stays shut until that is there. */
  isLeaving?: boolean;
};

/** What a form sends: once at a time, and what the server said against it, beside its field or as a whole. */
export function useFormCall({ isLeaving = false }: Options = {}) {
  const { problem, tell, clear } = useFormProblem();
  const [isWorking, setWorking] = useState(false);

  const send = async (work: () => Promise<unknown>): Promise<void> => {
    clear();
    setWorking(true);
    try {
      await work();
      if (!isLeaving) setWorking(false);
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };
  return {
    send,
    problem,
    /** What is wrong with one field. */
    errorOf: (field: string) => (problem?.field === field ? problem.text : null),
    isWorking,
    /** It is being sent, or has to wait. */
    isShut: isWorking || problem?.isWaiting === true,
  };
}
