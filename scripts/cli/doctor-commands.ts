import type { Settings } from "@/lib/server/env";
import { withClient } from "../database/connection";
import { checkDatabase } from "../database/remote";
import { checkDatabaseState, checkQueue } from "../doctor/database";
import { checkOriginals, checkSpool, checkStrays } from "../doctor/files";
import { type Finding, ok, warn, wrong } from "../doctor/finding";
import { checkFolder, checkMachine } from "../doctor/machine";
import { checkMail, checkUpstreamReach } from "../doctor/services";
import { step } from "../launch/steps.mjs";
import { errorMessage, explain } from "../setup/failure";
import { loadSettings } from "../setup/settings";
import type { Answer } from "./answer";
import type { DoctorOptions } from "./doctor";
import { hasDatabase, withDatabase } from "./studio";

const MARKS = { ok: "✓", warn: "!", wrong: "✗" } as const;

/** `doctor`: finds problems and says how to fix them. A failed check does not stop the next. */
export async function doctor({ full = false }: DoctorOptions): Promise<Answer> {
  const settings = loadSettings();
  const findings = await step("Check everything", async (say) => [
    ...checkMachine(),
    ...(await checkFolder(settings)),
    ...(await checkWithDatabase(settings, full, say)),
    await checkMail(settings),
  ]);
  const count = (state: Finding["state"]) => findings.filter((each) => each.state === state).length;
  const isWell = count("wrong") === 0;
  return {
    value: { isWell, wrong: count("wrong"), warn: count("warn"), findings },
    lines: [
      ...findings.flatMap((finding) => [
        `${MARKS[finding.state]} ${finding.check.padEnd(11)} ${finding.says}`,
        ...(finding.state === "ok" ? [] : [`  ${" ".repeat(11)} → ${finding.remedy}`]),
      ]),
      "",
      isWell ? "Nothing is wrong." : `${count("wrong")} wrong.`,
    ],
    isFailure: !isWell,
  };
}

async function checkWithDatabase(
  settings: Settings,
  isFull: boolean,
  say: (doing: string) => void,
): Promise<Finding[]> {
  if (!hasDatabase(settings)) {
    const remedy = "The first start makes it; if there was one, correct DATA_DIR or DATABASE_URL.";
    return [
      warn("database", `there is none in ${settings.DATA_DIR} yet`, remedy),
      ...(await checkUpstreamReach(settings, null)),
    ];
  }
  try {
    return await withDatabase(settings, async ({ url }) => {
      const reached = ok("database", `PostgreSQL ${await checkDatabase(url)} answers`);
      return [reached, ...(await lookInside(settings, url, isFull, say))];
    });
  } catch (error) {
    const remedy = settings.DATABASE_URL
      ? "Start it, or correct DATABASE_URL."
      : "Its log is postgres.log in the data folder.";
    return [
      wrong("database", explain(error) ?? errorMessage(error), remedy),
      ...(await checkUpstreamReach(settings, null)),
    ];
  }
}

function lookInside(
  settings: Settings,
  url: string,
  isFull: boolean,
  say: (doing: string) => void,
): Promise<Finding[]> {
  return withClient(url, async (client) => {
    const state = await checkDatabaseState(client);
    // The remaining checks need the tables of this version.
    if (state.some(({ check, state: how }) => check === "migrations" && how !== "ok")) {
      return [...state, ...(await checkUpstreamReach(settings, null))];
    }
    const look = { client, dataDir: settings.DATA_DIR, isFull, say };
    return [
      ...state,
      ...(await checkQueue(client)),
      await checkOriginals(look),
      ...(isFull ? await checkStrays(look) : []),
      await checkSpool(look),
      ...(await checkUpstreamReach(settings, client)),
    ];
  });
}
