import { settingNames } from "@/lib/server/env";
import { step } from "../launch/steps.mjs";
import { generateClient } from "../setup/client";
import { check, nothing, sum, type Tally, vitest } from "./checks";

/** An environment without the operator's settings. */
export function testEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of settingNames) delete env[name];
  return { ...env, TZ: "Asia/Kathmandu", NEXT_TELEMETRY_DISABLED: "1" };
}

/** A client that does not fit the schema is a failure: production installations cannot generate it. */
export async function checkClient(): Promise<Tally> {
  const isNew = await step(
    "Prepare the database client",
    () => generateClient(),
    (isNew) => (isNew ? "generated" : "up to date"),
  );
  if (!isNew) return nothing;
  console.error("✗ lib/server/generated did not fit prisma/schema.prisma. Commit it as it is now.");
  return { ...nothing, failed: 1 };
}

/** Everything that needs neither database nor browser, after `checkClient`. */
export async function verify(): Promise<Tally> {
  const tallies = [
    await check("Format (oxfmt)", "node_modules/oxfmt/bin/oxfmt", ["--check", "."]),
    await check("Lint (oxlint with types)", "node_modules/oxlint/bin/oxlint", []),
    await check("Types of routes (next)", "node_modules/next/dist/bin/next", ["typegen"]),
    // Each checker checks the types that files share again, so no more of them than a small machine has cores.
    await check("Types (tsc)", "node_modules/typescript/bin/tsc", [
      ...["--noEmit", "-p", "."],
      ...["--checkers", "2"],
    ]),
    await check("Unused code (knip)", "node_modules/knip/bin/knip.js", ["--no-progress"]),
    await check("Structure", "--import tsx scripts/structure.ts", []),
    await vitest("Unit tests", "unit", testEnv()),
  ];
  return sum(tallies);
}
