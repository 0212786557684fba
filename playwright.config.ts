import { defineConfig, devices } from "@playwright/test";

const waiting = /(cases|crash|faults|stop)\.spec\.ts$/;

/**
 * With each window Chromium loads two pages of its own, popups of an address bar that nobody sees here: a tenth of all that
 * the specs cost. It listens to the last such switch alone, so that those of Playwright's that count here stand in it too.
 */
const unwanted = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"],
  ...["AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"],
  ...["DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"],
  ...["LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"],
  ...["PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"],
];

const isCi = Boolean(process.env.CI);

// The specs start the studios that they need (scripts/testing/app.ts), each on a database of its own.
export default defineConfig({
  testDir: "e2e",
  // A server for all of them, unless `npm test` has started one.
  globalSetup: "./scripts/testing/server.ts",
  outputDir: "test-results",
  fullyParallel: true,
  // One more than the cores of a small machine: much of a spec is waiting for pictures, leases and pauses.
  workers: 3,
  // What mostly waits comes first, so that at the end both cores have something to do.
  projects: [
    { name: "waiting", testMatch: waiting },
    { name: "studio", testMatch: "**/*.spec.ts", testIgnore: waiting },
  ],
  retries: 0,
  forbidOnly: isCi,
  // Long, because a busy machine is slow; what is there at once costs no waiting.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  use: {
    ...devices["Desktop Chrome"],
    // A trace costs every action a picture of the page: for looking into a failure, E2E_TRACE=1.
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    // What cannot be pressed for so long is not there: the test need not wait for its own end.
    actionTimeout: 30_000,
    timezoneId: "Asia/Kathmandu",
    // Drawing what moves is dear without a graphics card; the specs of the main job see it move all the same.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        `--disable-features=${unwanted.join(",")}`,
        // Chromium's own sandbox does not run as root.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
});
