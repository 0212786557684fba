import "server-only";
import type { StoredCheck, StoredStep } from "@/lib/contracts/upstream";
import { systemClock } from "@/lib/server/clock";
import { documentedProfiles } from "@/lib/server/domain/upstream/models";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { announceUpstream } from "@/lib/server/domain/upstream/announce-upstream";
import {
  BEAT_EVERY_MS,
  beatCheck,
  CheckReplaced,
  claimCheck,
  claimStaleCheck,
  writeCheck,
} from "@/lib/server/domain/upstream/check-row";
import {
  readStep,
  type StepContext,
  tryModels,
  tryPicture,
} from "@/lib/server/domain/upstream/check-step";
import { instanceConnection } from "@/lib/server/domain/upstream/connection";
import { errorFields, log } from "@/lib/server/log";
import { makeFailure } from "@/lib/server/upstream/read/failure";

type Signals = {
  /** Aborts the call in progress; its image may be lost and still billed. */
  abort: AbortSignal;
  /** Lets the call in progress finish, and starts no other. */
  stopping: AbortSignal;
};

/**
 * Runs a waiting check to its end, one call after the other. Every step is committed before its call is sent and again
 * when its answer was read, so that a crash loses no answer and nothing is sent twice.
 */
export async function runCheck(checkId: string, signals: Signals): Promise<void> {
  const check = await claimCheck(checkId);
  if (check === null) return;
  await whileBeating(checkId, async () => {
    await announceUpstream();
    const run = new CheckRun(check, signals);
    await run.go();
  });
}

/** Reads the answers of a check whose process died; steps that had not started are skipped. Sends nothing. */
export async function recoverCheck(): Promise<void> {
  const check = await claimStaleCheck();
  if (check === null) return;
  log.info({ event: "check.recovered" }, "picking up an interrupted connection check");
  const never = new AbortController().signal;
  await whileBeating(check.id, () => new CheckRun(check, { abort: never, stopping: never }).mend());
}

async function whileBeating(checkId: string, work: () => Promise<void>): Promise<void> {
  const beat = setInterval(() => {
    beatCheck(checkId).catch((error: unknown) =>
      log.warn(errorFields(error), "could not extend a check's lease"),
    );
  }, BEAT_EVERY_MS);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CheckReplaced)) throw error;
  } finally {
    clearInterval(beat);
  }
}

class CheckRun {
  constructor(
    private check: StoredCheck,
    private readonly signals: Signals,
  ) {}

  async go(): Promise<void> {
    for (const [index, step] of this.check.steps.entries()) {
      if (this.isStopping() || this.isHopeless()) {
        await this.put(index, { ...step, state: "skipped" });
        continue;
      }
      await this.put(index, { ...step, state: "running" });
      await this.put(index, await this.try(index, { ...step, state: "running" }));
    }
    await this.end(this.isStopping() ? "interrupted" : "done");
  }

  async mend(): Promise<void> {
    for (const [index, step] of this.check.steps.entries()) {
      // A step not recorded as sent was not sent.
      if (step.state === "running" && step.spoolName !== null) {
        await this.put(index, await readStep(step, await this.context(index)));
      } else if (step.state === "running" || step.state === "waiting") {
        await this.put(index, { ...step, state: "skipped" });
      }
    }
    await this.end("interrupted");
  }

  private isStopping(): boolean {
    return this.signals.stopping.aborted || this.signals.abort.aborted;
  }

  /** With a refused key, an empty account or an unreachable upstream, another call would fail alike. */
  private isHopeless(): boolean {
    return this.check.steps.some(
      ({ isKeyAccepted, failure }) =>
        isKeyAccepted === false ||
        failure?.code === "insufficient_quota" ||
        failure?.code === "upstream_unreachable",
    );
  }

  private async try(index: number, step: StoredStep): Promise<StoredStep> {
    const context = await this.context(index);
    if (step.probe === "models") return tryModels(step, context);
    const profile = documentedProfiles().find(({ id }) => id === step.model);
    if (profile === undefined) return { ...step, state: "skipped" };
    try {
      return await tryPicture(step, profile, `check-${this.check.id}-${index}`, context);
    } catch (error) {
      if (error instanceof CheckReplaced) throw error;
      log.error(errorFields(error), "a step of a check went wrong");
      const { code, billed } = makeFailure("internal");
      return { ...step, state: "failed", failure: { code, billed, status: null, words: null } };
    }
  }

  private async context(index: number): Promise<StepContext> {
    return {
      connection: await instanceConnection(),
      isSandbox: !hasInstanceKey(),
      abort: this.signals.abort,
      save: (step) => this.put(index, step),
    };
  }

  private async put(index: number, step: StoredStep): Promise<void> {
    this.check = { ...this.check, steps: this.check.steps.with(index, step) };
    await writeCheck(this.check);
    await announceUpstream();
  }

  private async end(state: "done" | "interrupted"): Promise<void> {
    this.check = { ...this.check, state, endedAt: systemClock.now().toISOString() };
    await writeCheck(this.check);
    await announceUpstream();
  }
}
