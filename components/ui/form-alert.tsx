import type { FormProblem } from "@/components/ui/use-form-problem";

type Props = {
  problem: FormProblem | null;
  /** Fields that show their own errors. */
  fields?: readonly string[];
};

/** An error of the whole form. Always in the DOM, so that screen readers announce changes. */
export function FormAlert({ problem, fields = [] }: Props) {
  const isSaid = problem?.field != null && fields.includes(problem.field);
  return (
    // When empty it takes no space but stays in the accessibility tree.
    <div role="alert" className="figures text-[14px] text-danger empty:absolute">
      {isSaid ? null : problem?.text}
    </div>
  );
}
