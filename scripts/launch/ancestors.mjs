import fs from "fs";

/** @param {number} pid @param {string} file @returns {string} empty where there is no /proc */
function readProc(pid, file) {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** The parent's pid. The process name before it may itself contain spaces and parentheses. */
const parentOf = (pid) => readProc(pid, "stat").split(") ").at(-1)?.split(" ")[1];

/**
 * Calls `onLost` when npm, or the shell in which npm runs a script, is killed: the processes they started must not
 * outlive them. The end of our own parent is detected everywhere; when the parent is npm's shell, the end of npm only
 * where there is a /proc. Whatever started npm (a terminal, a script) is not watched.
 *
 * @param {() => void} onLost called once
 * @param {number} everyMs
 */
export function watchAncestors(onLost, everyMs = 1_000) {
  const parent = process.ppid;
  const isShell = readProc(parent, "cmdline").split("\0")[1] === "-c";
  const npm = isShell ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!npm || parentOf(parent) === npm)) return;
    clearInterval(timer);
    onLost();
  }, everyMs);
  timer.unref();
}
