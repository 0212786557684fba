import { RULES, type Verdict } from "./compare";

type Rule = keyof typeof RULES;
const rules = Object.keys(RULES) as Rule[];

export function isFlawless({ wrong }: Verdict): boolean {
  return rules.every((rule) => wrong[rule].length === 0);
}

/** The figures as lines of a table, and below it whoever broke a rule. */
export function toTable(verdict: Verdict): string {
  const states = Object.entries(verdict.states).map(([state, count]) => `${count} ${state}`);
  const facts: [string | number, string][] = [
    [verdict.generations, `generations: ${states.join(", ")}`],
    [verdict.calls, "calls that the service counted"],
    [verdict.attempts, "sendings in the ledger"],
    [verdict.neverArrived, "of them never arrived: the worker or the service died in between"],
    [verdict.resent, "sent again, each after an answer that is known to be free"],
    [verdict.arrived, "answers with a picture that were read to their end"],
    [
      verdict.cutByKill,
      "of them without their picture: the end fell together with the death of a worker",
    ],
    ...rules.map((rule): [number, string] => [verdict.wrong[rule].length, RULES[rule]]),
  ];
  const lines = facts.map(([count, words], n) => {
    const isRule = n >= facts.length - rules.length;
    const mark = isRule ? (count === 0 ? "✓" : "✗") : " ";
    return `${mark} ${String(count).padStart(4)}  ${words}`;
  });
  const broken = rules.flatMap((rule) => verdict.wrong[rule].map((who) => `✗ ${rule}: ${who}`));
  return [...lines, ...(broken.length > 0 ? ["", ...broken] : [])].join("\n");
}
