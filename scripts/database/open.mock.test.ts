import { once } from "node:events";
import { expect, test, vi } from "vitest";
import type { Cluster } from "./cluster";
import { openEmbedded } from "./open";

const { openCluster } = vi.hoisted(() => ({ openCluster: vi.fn<() => Promise<Cluster>>() }));
vi.mock("./cluster", () => ({ openCluster }));
vi.mock("./connection", () => ({ withClient: () => Promise.resolve() }));

const happen = (events: EventTarget, name: string) => events.dispatchEvent(new Event(name));

/** A server that ends on the event `ended`. */
function fakeCluster(events: EventTarget, ended: string) {
  const stop = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const exited = once(events, ended).then(() => undefined);
  const cluster: Cluster = { url: () => "", pid: 1, wasRunning: false, exited, stop };
  return { cluster, stop };
}

test("stopping during a restart stops the restarted server too", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const events = new EventTarget();
  const first = fakeCluster(events, "killed");
  const second = fakeCluster(events, "never");
  const isStarting = once(events, "starting");
  openCluster.mockResolvedValueOnce(first.cluster).mockImplementationOnce(async () => {
    const started = once(events, "started");
    happen(events, "starting");
    await started;
    return second.cluster;
  });
  const database = await openEmbedded("/nowhere", () => undefined);
  happen(events, "killed");
  await isStarting;
  const stopped = database.stop();
  happen(events, "started");
  await stopped;
  expect(second.stop).toHaveBeenCalledOnce();
  expect(openCluster).toHaveBeenCalledTimes(2);
});
