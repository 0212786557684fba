import type { TestProject } from "vitest/node";
import { step } from "../launch/steps.mjs";
import { buildApp } from "../setup/build";
import { startApp } from "./app";

/** Where a studio answers, and what lets a test's own code make people, things and sessions in it. */
export type StudioPlace = { url: string; databaseUrl: string; dataDir: string };

declare module "vitest" {
  export interface ProvidedContext {
    studios: StudioPlace[];
  }
}

/**
 * Vitest's global set-up of what knocks at a real studio: one for each worker (its own-studio.ts takes it), on the production
 * build of the sources as they are now. They answer and draw nothing, so what a test has queued stays as it was.
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
