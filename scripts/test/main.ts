import { readdir } from "node:fs/promises";
import { duration, step } from "../launch/steps.mjs";
import { buildApp } from "../setup/build";
import { explain, Failure } from "../setup/failure";
import { inRoot } from "../setup/root";
import { serverVariable, startTestServer } from "../testing/server";
import { describe, nothing, playwright, sum, type Tally, vitest } from "../verify/checks";
import { checkClient, testEnv, verify } from "../verify/verify";
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

async function build(): Promise<Tally> {
  await step(
    "Build the app",
    (say) => buildApp(say),
    (isNew) => (isNew ? "built" : "up to date"),
  );
  return nothing;
}

/** Tests that need the production build. */
async function onBuild(env: NodeJS.ProcessEnv): Promise<Tally> {
  return sum([
    await attempt(() => vitest("The matrix over HTTP", "wire", env)),
    await attempt(() => endToEnd(env)),
  ]);
}

/** @param built resolves when the build has ended */
async function withDatabase(built: Promise<Tally>): Promise<Tally> {
  const server = await step("Start a PostgreSQL for the tests", startTestServer);
  // Stop the server on Ctrl-C.
  const interrupt = () => void server.stop().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.once(signal, interrupt);
  try {
    const env = { ...testEnv(), [serverVariable]: server.url("postgres") };
    const integrated = await attempt(() => vitest("Integration tests", "integration", env));
    return (await built).failed > 0 ? integrated : sum([integrated, await onBuild(env)]);
  } finally {
    await server.stop();
  }
}

// First, because the client is a source of every test.
const client = await attempt(checkClient);
// The integration tests often wait for processes and the database. The checks and the build fill these gaps.
const checked = attempt(verify);
const built = checked.then(() => attempt(build));
const tested = attempt(() => withDatabase(built));
const tally = sum([client, await checked, await built, await tested]);
console.log(
  `\nThe checks of verify count as one test each. It took ${duration(Date.now() - startedAt)}.`,
);
console.log(describe(tally));
process.exit(tally.failed > 0 ? 1 : 0);
