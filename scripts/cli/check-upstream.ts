import { createInterface } from "node:readline/promises";
import type { ProbeChoice, StoredCheck } from "@/lib/contracts/upstream";
import { systemClock } from "@/lib/server/clock";
import { inTransaction } from "@/lib/server/db";
import { keepFindings, openCheck } from "@/lib/server/domain/upstream/commands";
import { planCheck, totalPrice } from "@/lib/server/domain/upstream/plan";
import { loadUpstreamState } from "@/lib/server/domain/upstream/state";
import { hasOwner } from "@/lib/server/auth/owner";
import { runCheck } from "@/lib/server/domain/upstream/run-check";
import { closeSandbox } from "@/lib/server/domain/upstream/connection";
import { formatMicroUsd } from "@/lib/utils/micro-usd";
import { step } from "../launch/steps.mjs";
import { SAME_SIGNAL_MS } from "../launch/stop-levels.mjs";
import { Failure } from "../setup/failure";
import type { Answer } from "./answer";
import { describeCheck, describePlan } from "./check-words";
import type { CheckOptions } from "./upstream";

/** Checks the upstream from this process, whether or not the app runs. The settings page shows the same check. */
export async function checkUpstream(options: CheckOptions): Promise<Answer> {
  const { host, isSandbox, models } = await loadUpstreamState();
  const unknown = options.model?.find((id) => models.every((model) => model.id !== id));
  if (unknown !== undefined) {
    const ids = models.map(({ id }) => id).join(", ");
    throw new Failure(`There is no model ${unknown}. Available: ${ids}.`);
  }
  const choices: ProbeChoice[] = models
    .filter(({ id }) => options.model?.includes(id) ?? true)
    .flatMap(({ id, probes }) => probes.map((probe) => ({ model: id, probe })))
    .filter(({ probe }) => options.probe?.includes(probe) ?? true);
  const plan = planCheck(choices, new Date());
  const totalMicroUsd = totalPrice(plan);
  const isAgreed = totalMicroUsd === 0 || options.yes === true || (await askConsent(options, plan));
  const check = isAgreed ? plan : planCheck([], new Date());
  if (check.steps.length > 1 && !(await hasOwner())) {
    throw new Failure(
      "The studio has no owner yet who could get the pictures. Open it in a browser first, or use --probe none.",
    );
  }
  if (!(await inTransaction((tx) => openCheck(tx, "command line", check)))) {
    throw new Failure("Another check is already running. Wait until it has ended.");
  }
  await step(`Try ${isSandbox ? "the sandbox" : host}`, () => runToTheEnd(check.id));
  const isSaved = options.save === true && (await loadUpstreamState()).found.length > 0;
  if (isSaved) await keepFindings("command line", { clock: systemClock });
  const state = await loadUpstreamState();
  const steps = plan.steps.map(({ probe, model, priceMicroUsd }) => ({
    probe,
    model,
    priceMicroUsd,
  }));
  return {
    value: {
      upstream: { host, isSandbox },
      plan: { steps, totalMicroUsd, isAgreed },
      check: state.check,
      found: state.found,
      saved: state.saved,
    },
    lines: [
      ...describeCheck(state),
      ...(isAgreed ? [] : ["", ...describePlan(plan), "Add --yes to try these too."]),
      ...(isSaved ? ["", "Saved: from now on this holds over the profiles."] : []),
    ],
    isFailure:
      state.check?.state !== "done" || state.check.steps.some((each) => each.state === "failed"),
  };
}

/** Asks for consent at a terminal. Without a terminal or with --json it does not ask. */
async function askConsent(options: CheckOptions, plan: StoredCheck): Promise<boolean> {
  if (options.json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  process.stderr.write(`${describePlan(plan).join("\n")}\n`);
  const answer = await dialogue.question(
    `Pay ${formatMicroUsd(totalPrice(plan), "en")} for this? (y/N) `,
  );
  dialogue.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** The first Ctrl-C lets the current call finish, because it is paid for; the second aborts it. */
async function runToTheEnd(checkId: string): Promise<void> {
  const stopping = new AbortController();
  const abort = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (firstAt === 0) {
      firstAt = Date.now();
      stopping.abort();
      process.stderr.write("\nFinishing the call under way; press Ctrl-C again to give it up.\n");
    } else if (Date.now() - firstAt > SAME_SIGNAL_MS) abort.abort(new Error("given up"));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    await runCheck(checkId, { abort: abort.signal, stopping: stopping.signal });
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await closeSandbox();
  }
}
