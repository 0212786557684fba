import os from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// A time zone with an odd offset reveals code that assumes UTC.
process.env.TZ = "Asia/Kathmandu";

/** Tests that mock modules; each runs in its own process. */
const mocking = "**/*.mock.test.ts";

const mockingInt = "**/*.mock.int.test.ts";

/** Tests that send HTTP requests to the production build. */
const wire = "**/*.wire.test.ts";

const ignored = ["node_modules/**", ".next/**", "data/**", "e2e/**"];

/** By default vitest leaves one core idle, which is half of a two-core machine. */
const cores = os.availableParallelism();

const integration = {
  sequence: { groupOrder: 1 },
  include: ["**/*.int.test.ts"],
  exclude: ignored,
  globalSetup: ["scripts/testing/server.ts"],
  setupFiles: ["scripts/testing/own-database.ts"],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // One more than the cores of a small machine: these tests mostly wait for the database and for processes.
  maxWorkers: 3,
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: here("./") },
      // Outside of a bundler the package throws, so use its empty file.
      { find: "server-only", replacement: here("./node_modules/server-only/empty.js") },
    ],
  },
  // Next compiles JSX with the new transform; tests of components need the same.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    setupFiles: ["scripts/testing/setup.ts"],
    // The default of 1 s is too short for a busy machine.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          testTimeout: 30_000,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...ignored, "**/*.int.test.ts", wire, mocking],
          isolate: false,
          setupFiles: ["scripts/testing/fresh-modules.ts"],
          maxWorkers: cores,
        },
      },
      {
        extends: true,
        test: {
          // A mock lasts as long as its process, so these files are isolated.
          name: "unit-mock",
          include: [mocking],
          exclude: ignored,
          maxWorkers: cores,
        },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: "integration",
          exclude: [...ignored, mockingInt],
          isolate: false,
        },
      },
      {
        extends: true,
        test: { ...integration, name: "integration-mock", include: [mockingInt] },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: "wire",
          include: [wire],
          isolate: false,
          globalSetup: [...integration.globalSetup, "scripts/testing/studios.ts"],
          setupFiles: ["scripts/testing/own-studio.ts"],
          sequence: { groupOrder: 2 },
          // Each worker also runs a studio.
          maxWorkers: 2,
        },
      },
    ],
  },
});
