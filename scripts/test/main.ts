import { readdir } from "node:fs/promises";
import { duration, step } from "../launch/steps.mjs";
import { buildApp } from "../setup/build";
import { explain, Failure } from "../setup/failure";
import { inRoot } from "../setup/root";
import { serverVariable, startTestServer } from "../testing/server";
import { describe, nothing, playwright, sum, type Tally, vitest } from "../verify/checks";
import { testEnv, verify } from "../verify/verify";
import { findBrowser } from "./browser";

// `npm test`: all checks, on a temporary database. The last line is the total.

const startedAt = Date.now();

/** Counts a part that fails to start as one failure and continues. */
async function attempt(work: () => Promise<Tally>): Promise<Tally> {
  try {
    return await work();
  } catch (error) {
    const line = explain(error);
    console.error(line === undefined ? error : `✗ ${line}`);
    return { ...nothing, failed: 1 };
  }
}

async function hasSpecs(): Promise<boolean> {
  const entries = await readdir(inRoot("e2e"), { recursive: true }).catch(() => []);
  return entries.some((entry) => entry.endsWith(".spec.ts"));
}

async function endToEnd(env: NodeJS.ProcessEnv): Promise<Tally> {
  if (!(await hasSpecs())) throw new Failure("There are no end-to-end tests in e2e/.");
  const browser = await findBrowser();
  return playwright("End-to-end tests", { ...env, CHROMIUM_PATH: browser });
}

/** Tests that need the production build. */
async function onBuild(env: NodeJS.ProcessEnv): Promise<Tally> {
  await step(
    "Build the app",
    (say) => buildApp(say),
    (isNew) => (isNew ? "built" : "up to date"),
  );
  return sum([
    await attempt(() => vitest("The matrix over HTTP", "wire", env)),
    await attempt(() => endToEnd(env)),
  ]);
}

async function withDatabase(): Promise<Tally> {
  const server = await step("Start a PostgreSQL for the tests", startTestServer);
  // Stop the server on Ctrl-C.
  const interrupt = () => void server.stop().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.once(signal, interrupt);
  try {
    const env = { ...testEnv(), [serverVariable]: server.url("postgres") };
    return sum([
      await attempt(() => vitest("Integration tests", "integration", env)),
      await attempt(() => onBuild(env)),
    ]);
  } finally {
    await server.stop();
  }
}

const tally = sum([await attempt(verify), await attempt(withDatabase)]);
console.log(
  `\nThe checks of verify count as one test each. It took ${duration(Date.now() - startedAt)}.`,
);
console.log(describe(tally));
process.exit(tally.failed > 0 ? 1 : 0);
