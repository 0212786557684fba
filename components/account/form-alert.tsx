import type { FormProblem } from "@/components/account/use-form-problem";

type Props = {
  problem: FormProblem | null;
  /** The fields that show what is wrong with them by themselves. */
  fields?: readonly string[];
};

/** What is wrong with the form as a whole. The place is always there, so that screen readers hear what comes into it. */
export function FormAlert({ problem, fields = [] }: Props) {
  const isSaid = problem?.field != null && fields.includes(problem.field);
  return (
    // Empty it takes no row of the form, but stays where screen readers listen.
    <div role="alert" className="figures text-[14px] text-danger empty:absolute">
      {isSaid ? null : problem?.text}
    </div>
  );
}
