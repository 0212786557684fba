import { defineConfig, devices } from "playwright/test";
import { chromiumArgs } from "./scripts/test/chromium-args";

const waiting = /(cases|crash|faults|stop)\.spec\.ts$/;

const isCi = Boolean(process.env.CI);

// The specs start the studios that they need (scripts/testing/app.ts), each with its own database.
export default defineConfig({
  testDir: "e2e",
  // One PostgreSQL server for all specs, unless `npm test` has started one.
  globalSetup: "./scripts/testing/server.ts",
  outputDir: "test-results",
  fullyParallel: true,
  // One more than the cores of a small machine: specs mostly wait for pictures, leases and pauses.
  workers: 3,
  // Specs that mostly wait run first, so that no core is idle at the end.
  projects: [
    { name: "waiting", testMatch: waiting },
    { name: "studio", testMatch: "**/*.spec.ts", testIgnore: waiting },
  ],
  retries: 0,
  forbidOnly: isCi,
  // Long, because a busy machine is slow. A passing test does not wait for it.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  use: {
    ...devices["Desktop Chrome"],
    // Tests of a worker share a context whose cookies and storage are cleared in between: its cache keeps the scripts.
    // A test that needs an empty cache clears it (e2e/fixtures/cold-cache.ts).
    reuseContext: true,
    // A trace takes a screenshot per action, so it is off unless you debug a failure (E2E_TRACE=1).
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    // Shorter than the test's timeout, so that an element which cannot be clicked fails early.
    actionTimeout: 30_000,
    timezoneId: "Asia/Kathmandu",
    // Animations are expensive without a GPU. Specs about motion turn them on.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: chromiumArgs,
    },
  },
});
