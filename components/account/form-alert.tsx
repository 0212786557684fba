import type { FormProblem } from "@/components/account/use-form-problem";

/** What is wrong with the form as a whole. The place is always there, so that screen readers hear what comes into it. */
export function FormAlert({ problem }: { problem: FormProblem | null }) {
  return (
    <div role="alert" className="figures text-[14px] text-danger">
      {problem?.text}
    </div>
  );
}
