import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { step } from "../launch/steps.mjs";
import { type Ran, run } from "../setup/run";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export function sum(tallies: Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    nothing,
  );
}

export function describe({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

class StepFailed extends Error {
  constructor(
    readonly tally: Tally,
    readonly output: string,
  ) {
    super("failed");
  }
}

/** Lines that tests print for people, such as the number of passed cases in a group. */
const FIGURES = /^upstream cases.*$/gm;

function printFigures(output: string): void {
  for (const [line] of output.matchAll(FIGURES)) console.log(`  ${line}`);
}

/**
 * Runs one program as a step. Prints its output only on failure, its figures always, and continues, so that one run
 * reports everything.
 */
async function tallied(
  name: string,
  work: (say: (detail: string) => void) => Promise<{ ran: Ran; tally: Tally }>,
): Promise<Tally> {
  let output = "";
  try {
    const tally = await step(
      name,
      async (say) => {
        const { ran, tally } = await work(say);
        output = ran.output;
        if (ran.code === 0 && tally.failed === 0) return tally;
        // A program that failed without a failed test did not load: count one failure.
        throw new StepFailed({ ...tally, failed: Math.max(1, tally.failed) }, ran.output);
      },
      (tally) => (tally.passed + tally.skipped > 1 ? describe(tally) : ""),
    );
    printFigures(output);
    return tally;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.log(error.output.trimEnd());
    return error.tally;
  }
}

/** A check that passes or fails as a whole and counts as one. */
export function check(name: string, script: string, args: string[]): Promise<Tally> {
  return tallied(name, async (say) => {
    const ran = await run(script, args, { onLine: say });
    return { ran, tally: { ...nothing, passed: Number(ran.code === 0) } };
  });
}

/** Counts the results of a JSON report; zero if it was not written. */
async function count(file: string, read: (report: Record<string, number>) => Tally, at: string[]) {
  const text = await readFile(file, "utf8").catch(() => undefined);
  await rm(file, { force: true });
  if (text === undefined) return nothing;
  let report: unknown = JSON.parse(text);
  for (const key of at) report = (report as Record<string, unknown>)[key];
  return read(report as Record<string, number>);
}

function reportFile(name: string): string {
  return path.join(os.tmpdir(), `pentimento-${name}-${process.pid}.json`);
}

/** Runs all tests of a kind. */
export function vitest(
  name: string,
  project: "unit" | "integration" | "wire",
  env: NodeJS.ProcessEnv,
): Promise<Tally> {
  return tallied(name, async (say) => {
    const file = reportFile(project);
    // The star includes the projects that mock modules.
    const args = ["run", `--project=${project}*`, "--reporter=default", "--reporter=json"];
    const ran = await run("node_modules/vitest/vitest.mjs", [...args, `--outputFile=${file}`], {
      env,
      onLine: say,
    });
    const tally = await count(
      file,
      (report) => ({
        passed: report.numPassedTests ?? 0,
        failed: report.numFailedTests ?? 0,
        skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
      }),
      [],
    );
    return { ran, tally };
  });
}

/** Runs the end-to-end tests. A flaky pass counts as a failure. */
export function playwright(name: string, env: NodeJS.ProcessEnv): Promise<Tally> {
  return tallied(name, async (say) => {
    const file = reportFile("e2e");
    const ran = await run("node_modules/playwright/cli.js", ["test"], {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      onLine: say,
    });
    const tally = await count(
      file,
      (stats) => ({
        passed: stats.expected ?? 0,
        failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0),
        skipped: stats.skipped ?? 0,
      }),
      ["stats"],
    );
    return { ran, tally };
  });
}
