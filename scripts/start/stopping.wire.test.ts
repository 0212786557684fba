import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { picture } from "@/e2e/fixtures/answers";
import { Api } from "@/e2e/fixtures/api";
import { startScriptedUpstream, type ScriptedUpstream } from "@/e2e/upstream/server";
import { turnBody } from "../testing/turn-body";
import { processesOf, startStudio, type StartedStudio } from "../testing/npm-start";

// Stops `npm start` in the ways terminals and supervisors do. Calls are running each time, and none is lost.

const OWNER = { name: "Ada", email: "ada@example.org", password: "a lamp in the third window" };
const NPM_START = ["npm", "start"];
const NODE_START = [process.execPath, "scripts/start.mjs"];

let studio: StartedStudio | undefined;
let upstream: ScriptedUpstream | undefined;
afterEach(async () => {
  await upstream?.close();
  await studio?.clear();
});

type Target = (studio: StartedStudio) => Promise<void> | void;

/** Signals only the started process, as `kill` does, and systemd with KillMode=mixed or process. */
const toWatched =
  (signal: NodeJS.Signals): Target =>
  ({ watched }) =>
    void watched.kill(signal);

/** Signals the whole process group: a terminal's Ctrl-C, `kill -- -PID`, and several supervisors. */
const toGroup =
  (signal: NodeJS.Signals): Target =>
  ({ watched }) =>
    void process.kill(-(watched.pid ?? 0), signal);

/** Signals every process by pid, PostgreSQL's too: systemd's default, KillMode=control-group. */
const toEach =
  (signal: NodeJS.Signals): Target =>
  async ({ dataDir }) => {
    for (const { pid } of await processesOf(dataDir)) process.kill(pid, signal);
  };

/**
 * Starts the studio with running calls, stops it with `stop`, and answers the calls: some at once, others during the
 * drain.
 */
async function stopWithCalls(command: string[], stop: Target) {
  upstream = await startScriptedUpstream();
  studio = await startStudio(command, {
    UPSTREAM_API_KEY: upstream.apiKey,
    UPSTREAM_BASE_URL: upstream.baseUrl,
    DRAIN_SECONDS: "60",
  });
  const api = await Api.firstVisit(studio.url, OWNER);
  const gates = ["at-once", "soon", "late"];
  upstream.script(
    await Promise.all(gates.map(async (gate, n) => ({ ...(await picture(10 * n)), gate }))),
  );
  for (const gate of gates) {
    await api.call("turns.create", { body: turnBody({ prompt: gate }) });
    await upstream.reached(gate);
  }
  await stop(studio);
  upstream.release("at-once");
  await studio.printed("finishing what is under way");
  upstream.release("soon");
  // Longer than the window in which signals count as one, to prove that a late signal is no second request.
  await wait(4_000);
  upstream.release("late");
  const { how, left } = await studio.ended;
  const rows = await studio.query(`SELECT state, "failureCode" FROM "Generation"`);
  return { how, left, rows, calls: upstream.calls().length };
}

const done = { state: "succeeded", failureCode: null };
const allWell = { left: [], rows: [done, done, done], calls: 3 };

test.each<[string, string[], Target]>([
  ["SIGTERM to npm", NPM_START, toWatched("SIGTERM")],
  ["SIGTERM to npm's process group", NPM_START, toGroup("SIGTERM")],
  ["SIGTERM to every process under npm", NPM_START, toEach("SIGTERM")],
  ["Ctrl-C in a terminal", NPM_START, toGroup("SIGINT")],
  ["a terminal that is closed", NODE_START, toGroup("SIGHUP")],
  ["SIGTERM to node", NODE_START, toWatched("SIGTERM")],
  ["SIGTERM to every process under node", NODE_START, toEach("SIGTERM")],
])("%s: every call succeeds, and the started process exits last", async (_, command, stop) => {
  const { how, ...rest } = await stopWithCalls(command, stop);
  expect(rest, studio?.logs()).toEqual(allWell);
  expect(how).toBe(0);
});

test("when npm is killed the studio finishes its calls and leaves no process behind", async () => {
  const { left: _, ...rest } = await stopWithCalls(NPM_START, async (started) => {
    const others = await processesOf(started.dataDir);
    started.watched.kill("SIGKILL");
    await started.ended;
    // From here on the launcher takes the role of the watched process.
    const rest = others.filter(({ pid }) => pid !== started.watched.pid);
    started.ended = untilGone(rest.map(({ pid }) => pid)).then(() => ({ how: null, left: [] }));
  });
  expect(rest, studio?.logs()).toEqual({ how: null, rows: allWell.rows, calls: 3 });
});

async function untilGone(pids: number[]): Promise<void> {
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (pids.some(isAlive)) await wait(50);
}

/** A PID namespace of its own, in which the studio is process 1, as in a container. */
const OWN_TREE = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
const canIsolate = spawnSync(OWN_TREE[0] ?? "", [...OWN_TREE.slice(1), "true"]).status === 0;

test.skipIf(!canIsolate).each<[string, string[]]>([
  ["node", NODE_START],
  ["npm", NPM_START],
])("SIGTERM to PID 1 of a container (%s) finishes its calls", async (_, command) => {
  const { left, ...rest } = await stopWithCalls([...OWN_TREE, ...command], async (started) => {
    const all = await processesOf(started.dataDir);
    // `unshare` itself is outside; the next one is process 1 inside.
    const first = all.filter(({ name }) => !name.startsWith("unshare")).map(({ pid }) => pid);
    process.kill(Math.min(...first), "SIGTERM");
  });
  expect(rest, studio?.logs()).toMatchObject({ rows: allWell.rows, calls: 3 });
  expect(left.filter((name) => !name.startsWith("unshare"))).toEqual([]);
});
