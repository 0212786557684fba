import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";

/** Prints its parent's pid, then "lost" once an ancestor is gone. */
const WATCHER = `
  import { watchAncestors } from "./scripts/launch/ancestors.mjs";
  watchAncestors(() => { console.log("lost"); process.exit(0); }, 20);
  setInterval(() => undefined, 1_000);
  console.log("watches " + process.ppid);
`;

/** A stand-in for npm: runs the watcher as npm runs a script, in a shell that waits for it. */
const NPM = `
  const { spawn } = require("node:child_process");
  const script = "node --input-type=module -e \\"$WATCHER\\"; true";
  spawn("sh", ["-c", script], { stdio: "inherit", env: process.env });
`;

test.skipIf(!existsSync("/proc/self/stat")).each(["npm", "its shell"])(
  "the watcher reports when %s is killed",
  async (killed) => {
    const npm = spawn(process.execPath, ["-e", NPM], {
      env: { ...process.env, WATCHER },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [hello] = (await once(npm.stdout, "data")) as [Buffer];
    const shell = Number(/^watches (\d+)/u.exec(hello.toString())?.[1]);
    process.kill(killed === "npm" ? (npm.pid ?? 0) : shell, "SIGKILL");
    const [news] = (await once(npm.stdout, "data")) as [Buffer];
    expect(news.toString()).toBe("lost\n");
  },
);
