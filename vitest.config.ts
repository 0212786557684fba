import os from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// A zone with an odd offset shows what forgot that people do not live in UTC.
process.env.TZ = "Asia/Kathmandu";

/** Tests that put something else in the place of a module; a process for each. */
const mocking = "**/*.mock.test.ts";

const mockingInt = "**/*.mock.int.test.ts";

/** Tests that sendRequest over HTTP at a studio on the production build. */
const wire = "**/*.wire.test.ts";

const ignored = ["node_modules/**", ".next/**", "data/**", "e2e/**"];

/** Left to itself vitest keeps one core free, and on a small machine that is every second one. */
const cores = os.availableParallelism();

const integration = {
  sequence: { groupOrder: 1 },
  include: ["**/*.int.test.ts"],
  exclude: ignored,
  globalSetup: ["scripts/testing/server.ts"],
  setupFiles: ["scripts/testing/own-database.ts"],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Much of these is waiting for the database and for processes, so a small machine has room for one more.
  maxWorkers: 3,
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: here("./") },
      // The package throws wherever the bundler does not swap it for nothing.
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
          // A mocked module stays mocked for as long as its process lives.
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
          // Each has a studio at work beside it.
          maxWorkers: 2,
        },
      },
    ],
  },
});
