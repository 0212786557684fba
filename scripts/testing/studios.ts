import type { TestProject } from "vitest/node";
import { step } from "../launch/steps.mjs";
import { buildApp } from "../setup/build";
import { startApp } from "./app";

/** An instance's address, and what a test needs to create people, objects and sessions in it. */
export type TestStudio = { url: string; databaseUrl: string; dataDir: string };

declare module "vitest" {
  export interface ProvidedContext {
    studios: TestStudio[];
  }
}

/**
 * Vitest's global setup of the wire tests: one instance per worker on the production build of the current sources. They
 * run as `web` only, so queued generations stay queued.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await step(
    "Build the app",
    (say) => buildApp(say),
    (isNew) => (isNew ? "built" : "up to date"),
  );
  const workers = Array.from({ length: project.config.maxWorkers });
  const env = { PENTIMENTO_ROLE: "web", LOG_LEVEL: "error" };
  const studios = await Promise.all(workers.map(() => startApp({ env })));
  project.provide(
    "studios",
    studios.map(({ url, databaseUrl, dataDir }) => ({ url, databaseUrl, dataDir })),
  );
  return async () => {
    await Promise.all(studios.map((studio) => studio.stop()));
    const errors = studios.flatMap(({ logs }) => logs().match(/^\{.*$/gm) ?? []);
    if (errors.length > 0) console.error(`The studios' logs:\n${errors.join("\n")}`);
  };
}
