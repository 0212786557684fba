import fs from "fs";

/** @param {number} pid @param {string} file @returns {string} empty where no /proc tells it */
function told(pid, file) {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** Whoever started a process; the name before it may hold blanks and brackets of its own. */
const parentOf = (pid) => told(pid, "stat").split(") ").at(-1)?.split(" ")[1];

/**
 * Tells when npm, or the shell in which it runs a script, was killed over us: what they started should not go on
 * alone. The end of our own parent is seen everywhere; where that is npm's shell, npm's own end only where there
 * is a /proc. Whoever started npm may go as they like: a terminal that is closed, a script that is done.
 *
 * @param {() => void} onLost called once
 * @param {number} everyMs
 */
export function watchAncestors(onLost, everyMs = 1_000) {
  const parent = process.ppid;
  const isShell = told(parent, "cmdline").split("\0")[1] === "-c";
  const npm = isShell ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!npm || parentOf(parent) === npm)) return;
    clearInterval(timer);
    onLost();
  }, everyMs);
  timer.unref();
}
