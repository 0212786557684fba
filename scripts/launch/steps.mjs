// Progress output of commands. Plain JavaScript: it also runs before anything is installed.

/** @type {NodeJS.WriteStream} */
let out = process.stdout;

/** Redirects the output of steps, for commands whose standard output is their answer. */
export function printStepsTo(stream) {
  out = stream;
}

/** The lines of the steps that run now: some run side by side. @type {Map<symbol, string>} */
const running = new Map();

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** @param {number} ms */
export function duration(ms) {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs one step and prints its name and duration. Meanwhile a terminal shows a spinner, and a log gets a line after two
 * seconds and then every ten. `say` sets the current detail; the result of `note` is printed after the name.
 *
 * @template T
 * @param {string} name
 * @param {(say: (detail: string) => void) => Promise<T>} work
 * @param {(result: T) => string} [note]
 * @returns {Promise<T>}
 */
export async function step(name, work, note) {
  const isLive = out.isTTY && !process.env.CI;
  const print = (line) => out.write(`${line}\n`);
  const startedAt = Date.now();
  let detail = "";
  const key = Symbol(name);
  let frame = 0;
  let lastLineAt = startedAt - 8_000;
  const timer = setInterval(
    () => {
      const spent = Date.now() - startedAt;
      if (isLive) {
        running.set(key, `${name}  ${Math.floor(spent / 1000)} s  ${detail}`);
        const width = Math.floor((out.columns || 80) / running.size) - 3;
        const lines = [...running.values()].map((line) => line.slice(0, width));
        out.write(`\r\u001B[2K${frames[frame++ % frames.length]} ${lines.join("  ")}`);
      } else if (Date.now() - lastLineAt >= 10_000) {
        lastLineAt = Date.now();
        print(`… ${name}, ${Math.floor(spent / 1000)} s${detail && `: ${detail}`}`);
      }
    },
    isLive ? 100 : 500,
  );
  const clear = () => {
    clearInterval(timer);
    running.delete(key);
    if (isLive) out.write("\r\u001B[2K");
  };
  try {
    const result = await work((text) => {
      detail = text;
    });
    clear();
    const extra = note ? note(result) : "";
    print(`✓ ${name}${extra && ` (${extra})`}  ${duration(Date.now() - startedAt)}`);
    return result;
  } catch (error) {
    clear();
    print(`✗ ${name}  ${duration(Date.now() - startedAt)}`);
    throw error;
  }
}
