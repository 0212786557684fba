import { picture, pictureAt } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { UNREACHABLE } from "../fixtures/console-errors";
import { threadPage } from "../pages/thread-page";
import { png } from "../upstream/pictures";
import { SAME_SIGNAL_MS } from "@/scripts/launch/stop-levels.mjs";

test.use({ ownStudio: { env: { WORKER_CONCURRENCY: "2", DRAIN_SECONDS: "120" } } });

test("the first signal lets calls finish and claims nothing more", async ({ studio }) => {
  const { api, upstream } = studio;
  upstream.script([
    { ...(await picture(31)), gate: "one" },
    { ...(await picture(32)), gate: "two" },
  ]);
  const running = [
    await api.createTurn({ prompt: "Under way" }),
    await api.createTurn({ prompt: "Under way, too" }),
  ];
  await upstream.reached("one");
  await upstream.reached("two");
  const waiting = await api.createTurn({ prompt: "Waits" });
  studio.signal("SIGTERM");
  await expect.poll(() => studio.logs()).toContain("finishing what is under way");
  upstream.release("one");
  upstream.release("two");
  await studio.exited();
  for (const turn of running) {
    expect(await studio.storedState(turn.generations[0]!.id)).toBe("succeeded");
  }
  expect(await studio.storedState(waiting.generations[0]!.id)).toBe("queued");
  expect(upstream.calls()).toHaveLength(2);

  await studio.restart();
  await expect.poll(() => api.stateOf(waiting)).toBe("succeeded");
  expect(upstream.calls()).toHaveLength(3);
});

test("a second signal marks sent calls as unknown, for a person to decide", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(UNREACHABLE);
  const { api, upstream, pictures } = studio;
  const url = pictures.publish("/late.png", await png(120, 80, 41));
  pictures.hold("/late.png");
  upstream.script([pictureAt(url), { ...(await picture(42)), gate: "never" }]);
  const received = await api.createTurn({ prompt: "Its picture is on the way" });
  await expect.poll(() => pictures.requestCount("/late.png")).toBe(1);
  const sent = await api.createTurn({ prompt: "No answer yet" });
  await upstream.reached("never");
  const waiting = await api.createTurn({ prompt: "Waits" });

  studio.signal("SIGTERM");
  const signalledAt = Date.now();
  await expect.poll(() => studio.logs()).toContain("finishing what is under way");
  await expect.poll(() => Date.now() - signalledAt).toBeGreaterThan(SAME_SIGNAL_MS);
  expect(await studio.storedState(sent.generations[0]!.id)).toBe("sent");
  await studio.kill("SIGTERM");
  expect(await studio.storedState(sent.generations[0]!.id)).toBe("unknown");
  expect(await studio.storedState(received.generations[0]!.id)).toBe("received");
  expect(await studio.storedState(waiting.generations[0]!.id)).toBe("queued");

  pictures.release("/late.png");
  await studio.restart();
  await expect.poll(() => api.stateOf(received)).toBe("succeeded");
  await expect.poll(() => api.stateOf(waiting)).toBe("succeeded");
  const prompts = JSON.stringify(upstream.calls().map(({ body }) => body));
  expect(prompts.split("No answer yet")).toHaveLength(2);
  expect(upstream.calls()).toHaveLength(3);

  await page.goto(`/t/${sent.threadId}`);
  const thread = threadPage(page);
  await expect(thread.failure).toContainText("Pentimento stopped while this was in progress");
  await expect(thread.failure).toContainText("Billed: maybe $0.03");
  await thread.sendAgain();
  await expect(thread.pictures).toHaveCount(1);
  expect(upstream.calls()).toHaveLength(4);
});

test("when the drain time is over, sent calls become unknown as well", async ({ studio }) => {
  const { api, upstream } = studio;
  await studio.kill("SIGTERM");
  await studio.restart({ DRAIN_SECONDS: "1" });
  upstream.script([{ ...(await picture(51)), gate: "never" }]);
  const sent = await api.createTurn({ prompt: "Takes too long" });
  await upstream.reached("never");
  await studio.kill("SIGTERM");
  expect(await studio.storedState(sent.generations[0]!.id)).toBe("unknown");
  expect(upstream.calls()).toHaveLength(1);
});
