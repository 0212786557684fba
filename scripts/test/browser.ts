import { spawnSync } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { chromium } from "playwright/test";
import { step } from "../launch/steps.mjs";
import { Failure } from "../setup/failure";
import { run } from "../setup/run";

async function isProgram(file: string | undefined): Promise<boolean> {
  if (!file) return false;
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

const debians = "/usr/bin/chromium";

function hasApt(): boolean {
  return process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
}

function apt(args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (status !== 0) {
    throw new Failure(
      `Chromium could not be installed (${stderr.trim().split("\n").at(-1)}). Install it and set CHROMIUM_PATH.`,
    );
  }
}

/**
 * The path of a Chromium: `CHROMIUM_PATH`, Playwright's, the system's; otherwise installs one (Debian's package as root
 * where there is apt, else Playwright's download).
 *
 * @throws Failure if CHROMIUM_PATH does not exist, or nothing can be installed
 */
export async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await isProgram(named)) return named;
    throw new Failure(`CHROMIUM_PATH=${named} is not a program. Correct it, or unset it.`);
  }
  for (const found of [chromium.executablePath(), debians]) {
    if (await isProgram(found)) return found;
  }
  if (hasApt()) {
    await step("Install Chromium (Debian's package; there was none)", async (say) => {
      say("apt-get update");
      apt(["update", "-q"]);
      say("apt-get install chromium");
      apt(["install", "-q", "-y", "--no-install-recommends", "chromium"]);
    });
    if (await isProgram(debians)) return debians;
  }
  await step("Install Chromium (Playwright's; there was none)", async (say) => {
    const { code, output } = await run("node_modules/playwright/cli.js", ["install", "chromium"], {
      onLine: say,
    });
    if (code !== 0) {
      throw new Failure(
        `Chromium could not be downloaded (${output.trim().split("\n").at(-1)}). Install one and set CHROMIUM_PATH.`,
      );
    }
  });
  return chromium.executablePath();
}
