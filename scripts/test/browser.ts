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

/** Debian's packages. The shell has no windows, and a page takes two thirds of the processor time. */
const debians = { shell: "/usr/bin/chromium-headless-shell", whole: "/usr/bin/chromium" };

function hasApt(): boolean {
  return process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
}

/** Returns the last line of the error output if it fails. */
function apt(args: string[]): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  return status === 0 ? undefined : (stderr.trim().split("\n").at(-1) ?? "");
}

/** Older releases have no package for the shell. */
function installDebians(): void {
  const install = ["install", "-q", "-y", "--no-install-recommends"];
  const problem = apt(["update", "-q"]) ?? apt([...install, "chromium-headless-shell"]);
  if (problem === undefined) return;
  const last = apt([...install, "chromium"]);
  if (last === undefined) return;
  throw new Failure(`Chromium could not be installed (${last}). Install it and set CHROMIUM_PATH.`);
}

/**
 * The path of a Chromium: `CHROMIUM_PATH`, Debian's shell, Playwright's, Debian's; otherwise installs one (Debian's
 * package as root where there is apt, else Playwright's download).
 *
 * @throws Failure if CHROMIUM_PATH does not exist, or nothing can be installed
 */
export async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await isProgram(named)) return named;
    throw new Failure(`CHROMIUM_PATH=${named} is not a program. Correct it, or unset it.`);
  }
  const known = [debians.shell, chromium.executablePath(), debians.whole];
  for (const path of known) if (await isProgram(path)) return path;
  if (hasApt()) {
    await step("Install Chromium (Debian's package; there was none)", async () => installDebians());
    for (const path of known) if (await isProgram(path)) return path;
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
