import { RULES, type Verdict } from "./compare";

type Rule = keyof typeof RULES;
const rules = Object.keys(RULES) as Rule[];

export function isFlawless({ wrong }: Verdict): boolean {
  return rules.every((rule) => wrong[rule].length === 0);
}

/** The figures as table lines, followed by the images that broke a rule. */
export function toTable(verdict: Verdict): string {
  const states = Object.entries(verdict.states).map(([state, count]) => `${count} ${state}`);
  const facts: [string | number, string][] = [
    [verdict.generations, `generations: ${states.join(", ")}`],
    [verdict.calls, "calls that the upstream counted"],
    [verdict.attempts, "attempts in the ledger"],
    [verdict.neverArrived, "of them never arrived: the worker or the upstream died in between"],
    [verdict.resent, "retried, each after an answer that is known to be free"],
    [verdict.arrived, "answers with an image that were read to their end"],
    [verdict.cutByKill, "of them not stored: a worker died at the same time"],
    ...rules.map((rule): [number, string] => [verdict.wrong[rule].length, RULES[rule]]),
  ];
  const lines = facts.map(([count, words], n) => {
    const isRule = n >= facts.length - rules.length;
    const mark = isRule ? (count === 0 ? "✓" : "✗") : " ";
    return `${mark} ${String(count).padStart(4)}  ${words}`;
  });
  const broken = rules.flatMap((rule) => verdict.wrong[rule].map((name) => `✗ ${rule}: ${name}`));
  return [...lines, ...(broken.length > 0 ? ["", ...broken] : [])].join("\n");
}
