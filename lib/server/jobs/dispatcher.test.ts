import { expect, test, vi } from "vitest";
import { brandId } from "@/lib/server/domain/brand";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { Dispatcher } from "@/lib/server/jobs/dispatcher";

const lease: Lease = { generationId: "g", workspaceId: brandId("w"), token: "t" };

type Call = { freeSlot: () => void; end: () => void };

/** A dispatcher whose first look finds `lease`; `looks` counts the looks, `call` controls its call. */
async function dispatching() {
  const found = [lease];
  const claim = vi.fn(async () => found.splice(0));
  let call: Call | undefined;
  const dispatcher = new Dispatcher({
    claim,
    putBack: async () => {},
    room: 10,
    work: (_lease, freeSlot) =>
      new Promise<void>((end) => {
        call = { freeSlot, end };
      }),
  });
  dispatcher.wake();
  await vi.waitFor(() => expect(call).toBeDefined());
  if (call === undefined) throw new Error("no call");
  return { dispatcher, looks: claim.mock.calls, call };
}

test("the job of a generation that runs here causes no look before its slot is free", async () => {
  const { dispatcher, looks, call } = await dispatching();
  dispatcher.wakeFor("g");
  expect(looks).toHaveLength(1);
  call.freeSlot();
  call.end();
  await dispatcher.stop();
  expect(looks).toHaveLength(2);
});

test("a generation that is queued again while it ends here is looked for at its end", async () => {
  const { dispatcher, looks, call } = await dispatching();
  call.freeSlot();
  await vi.waitFor(() => expect(looks).toHaveLength(2));
  dispatcher.wakeFor("g");
  expect(looks).toHaveLength(2);
  call.end();
  await vi.waitFor(() => expect(looks).toHaveLength(3));
  await dispatcher.stop();
});

test("a job that arrives while its generation is claimed causes no further look", async () => {
  let claimIt = (_leases: Lease[]) => {};
  const claimed = new Promise<Lease[]>((resolve) => (claimIt = resolve));
  const claim = vi.fn(() => (claim.mock.calls.length === 1 ? claimed : Promise.resolve([])));
  let end = () => {};
  const call = new Promise<void>((resolve) => (end = resolve));
  const work = vi.fn(() => call);
  const dispatcher = new Dispatcher({ claim, putBack: async () => {}, room: 10, work });
  dispatcher.wake();
  dispatcher.wakeFor("g");
  claimIt([lease]);
  await vi.waitFor(() => expect(work).toHaveBeenCalled());
  expect(claim).toHaveBeenCalledTimes(1);
  // One that this look did not find causes another.
  dispatcher.wakeFor("other");
  await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(2));
  end();
  await dispatcher.stop();
});

test("the job of another generation causes a look", async () => {
  const { dispatcher, looks, call } = await dispatching();
  dispatcher.wakeFor("other");
  await vi.waitFor(() => expect(looks).toHaveLength(2));
  call.end();
  await dispatcher.stop();
});
