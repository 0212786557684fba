// Every command starts here, with nothing but Node: it checks Node's version, installs what package-lock.json lists,
// and starts the TypeScript program. No dependencies, and only syntax that older Node versions can parse.
import { spawn } from "child_process";
import path from "path";
import module from "module";
import { fileURLToPath, pathToFileURL } from "url";
import { watchAncestors } from "./ancestors.mjs";
import { isInstalled, isProductionOnly } from "./installed.mjs";
import { step } from "./steps.mjs";
import { countStops, isUnderNpm, stopOptions } from "./stop-levels.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const oldestNode = [20, 19];
const launchedAt = Date.now();
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The running child: npm during installation, then the program. */
let running;

/** @param {string} line @returns {never} */
function fail(line) {
  console.error(`\n✗ ${line}`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(
    `Node ${process.versions.node} is too old: install Node ${oldestNode.join(".")} or newer (https://nodejs.org) and run this again.`,
  );
}

/** @param {boolean} isLean without development packages @returns {(say: (detail: string) => void) => Promise<void>} */
const installer = (isLean) => (say) => {
  const npm = process.env.npm_execpath;
  const group = isLean ? "--omit=dev" : "--include=dev";
  const args = ["ci", group, "--no-audit", "--no-fund", "--loglevel=http"];
  const [program, ...rest] = npm ? [process.execPath, npm, ...args] : ["npm", ...args];
  const child = spawn(program, rest, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  const lines = [];
  let fetched = 0;
  const read = (chunk) => {
    for (const line of String(chunk).split("\n").filter(Boolean)) {
      if (/npm http fetch/.test(line)) say(`${(fetched += 1)} packages fetched`);
      else lines.push(line);
    }
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`npm cannot be started (${error.message}).`)));
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const text = lines.join("\n");
      if (/ENOSPC/.test(text)) {
        return reject(new Error("The disk is full. Free some space and run this again."));
      }
      const reason = lines.filter((line) => /npm (error|ERR!)/.test(line)).slice(0, 3);
      const words = reason.map((line) => line.replace(/npm (error|ERR!)\s*/, "")).join(" ");
      return reject(
        new Error(`Installing failed: ${words || `npm ended with ${code}`}. Run \`npm ci\`.`),
      );
    });
  });
};

/** Ends this process on a signal until a program runs, and then forwards signals to the program's process. */
function forwardSignals() {
  let forward = (signal) => {
    // No program runs yet. As PID 1 of a container the default handler would not end this process.
    running?.kill("SIGTERM");
    process.exit(exitCodes[signal]);
  };
  let isStopping = false;
  const last = { signal: "SIGTERM" };
  const countStop = countStops(() => {
    isStopping = true;
    forward(last.signal);
  }, stopOptions());
  const listeners = Object.keys(exitCodes).map((signal) => {
    const listener = () => {
      last.signal = signal;
      countStop("signal");
    };
    process.on(signal, listener);
    return [signal, listener];
  });
  return {
    to: (child) => {
      forward = (signal) => child.kill(signal === "SIGINT" ? "SIGINT" : "SIGTERM");
      // npm may have ended because of the stop request that we received too: that is no second request.
      if (isUnderNpm) watchAncestors(() => isStopping || forward("SIGTERM"));
    },
    end: () => {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}

/** @param {boolean} withDevelopment */
async function installPackages(withDevelopment) {
  const isReady = isInstalled(root, { withDevelopment });
  if (isReady === undefined) {
    fail("package-lock.json is missing or damaged: take it from the repository again.");
  }
  if (isReady) return;
  // An update of a production installation stays one. Otherwise `npm start` installs what `npm test` needs too, so
  // that the tests do not replace the packages of a running studio.
  const isLean =
    !withDevelopment && (process.env.NODE_ENV === "production" || isProductionOnly(root));
  await step("Install packages", installer(isLean)).catch((error) => fail(error.message));
}

/**
 * Runs one of our TypeScript programs with this command's arguments, after installing packages if needed. Signals are
 * forwarded (the program decides how to end), and its exit code becomes ours.
 *
 * @param {string} program path from the repository's root
 * @param {{ withDevelopment?: boolean }} [options] `withDevelopment` (default): the program needs the development
 *   packages, for tests and checks
 */
export async function launch(program, { withDevelopment = true } = {}) {
  checkNode();
  const args = process.argv.slice(2);
  const signals = forwardSignals();
  await installPackages(withDevelopment);
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", path.join(root, program), ...args],
    {
      cwd: root,
      // The reported duration includes installation.
      env: { ...process.env, LAUNCHED_AT: String(launchedAt) },
      // The IPC channel closes when this process is killed, so the program notices.
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    },
  );
  signals.to(child);
  child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
}

let endForwarding = () => {};

/** For a program that this process becomes: from now on it handles signals itself. */
export function takeOverSignals() {
  endForwarding();
}

/**
 * Becomes one of our long-running TypeScript programs, after installing packages if needed: a process that only waited
 * for another would hold its memory for as long. The program handles signals and ends the process.
 *
 * @param {string} program path from the repository's root
 * @param {{ withDevelopment: boolean }} options whether it needs the development packages
 */
export async function become(program, { withDevelopment }) {
  checkNode();
  const signals = forwardSignals();
  await installPackages(withDevelopment);
  process.chdir(root);
  process.env.LAUNCHED_AT = String(launchedAt);
  module.register("./react-server.mjs", import.meta.url);
  await import("tsx");
  endForwarding = signals.end;
  await import(pathToFileURL(path.join(root, program)).href);
}
