import type { CheckStep, ProfileChange, UpstreamState } from "@/lib/contracts/upstream";
import { formatMicroUsd } from "@/lib/utils/micro-usd";
import failures from "@/messages/en/failures.json";
import words from "@/messages/en/upstream.json";

type Step = Pick<CheckStep, "probe" | "model" | "priceMicroUsd">;

const price = (microUsd: number) => (microUsd === 0 ? "free" : formatMicroUsd(microUsd, "en"));

function nameOf({ probe, model }: Step): string {
  const name = probe === "models" ? words.report.models : words.form.probes[probe];
  return model === null ? name : `${name}, ${model}`;
}

/** The planned steps and their cost, line by line. */
export function describePlan({ steps }: { steps: readonly Step[] }): string[] {
  const paid = steps.filter(({ priceMicroUsd }) => priceMicroUsd > 0);
  const total = paid.reduce((sum, { priceMicroUsd }) => sum + priceMicroUsd, 0);
  return [
    "Paid steps:",
    ...paid.map((step) => `  ${nameOf(step).padEnd(34)} ${price(step.priceMicroUsd)}`),
    `  ${"together".padEnd(34)} ${price(total)}`,
  ];
}

const MARKS = { done: "✓", failed: "✗", skipped: "–", waiting: "·", running: "·" } as const;

/** The last check as text. */
export function describeCheck({ host, isSandbox, check, found }: UpstreamState): string[] {
  const changes = found.flatMap(({ model, changes: names }) =>
    names.map((name: ProfileChange) => `  ${model}: ${words.found.changes[name]}`),
  );
  return [
    isSandbox ? "The sandbox on this machine (no UPSTREAM_API_KEY is set):" : `${host}:`,
    ...(check?.steps ?? []).flatMap((step) => [
      `${MARKS[step.state]} ${nameOf(step)}${step.ms === null ? "" : `  ${(step.ms / 1000).toFixed(1)} s`}`,
      ...resultOf(step).map((line) => `    ${line}`),
    ]),
    ...(changes.length > 0 ? ["", "Saving this (--save) would mean:", ...changes] : []),
  ];
}

function resultOf(step: CheckStep): string[] {
  if (step.state === "failed") return failureOf(step);
  if (step.state !== "done") return [words.report.skipped];
  if (step.probe === "models") {
    return [
      step.listed === null
        ? words.report.noList
        : `The key is accepted; ${step.listed.length} models are listed.`,
    ];
  }
  const lines: string[] = [];
  if (step.history !== null) {
    const colours = `(asked ${step.askedColour}, got ${step.gotColour})`;
    lines.push(`${words.report.history[step.history]} ${colours}`);
  }
  if (step.askedSize !== null) {
    const isKept = step.askedSize === step.gotSize;
    lines.push(
      `The size is ${isKept ? "" : "not "}honoured: requested ${step.askedSize}, got ${step.gotSize}.`,
    );
  }
  if (step.envelope !== null && step.delivery !== null) {
    lines.push(
      `A picture of ${step.gotSize}, ${words.report.delivery[step.delivery]}, in ${words.report.envelope[step.envelope]}.`,
    );
  }
  return lines;
}

function failureOf({ failure, priceMicroUsd }: CheckStep): string[] {
  if (failure === null) return [];
  const billed = {
    no: words.report.billedNo,
    yes: words.report.billedYes,
    unknown: words.report.billedUnknown,
  }[failure.billed].replace("{price}", price(priceMicroUsd));
  return [
    failures[failure.code],
    ...(priceMicroUsd > 0 ? [billed] : []),
    ...(failure.words === null ? [] : [`${words.report.serviceSaid} ${failure.words}`]),
  ];
}
