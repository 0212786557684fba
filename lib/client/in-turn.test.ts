import { expect, test } from "vitest";
import { inTurn } from "@/lib/client/in-turn";

/** An act that ends when told to. */
function held(log: string[], name: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const act = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
    return name;
  };
  return { act, end };
}

test("acts on one thing wait for each other, also after a failure; others do not wait", async () => {
  const log: string[] = [];
  const first = held(log, "first");
  const other = held(log, "other");
  const failing = inTurn("a", async () => {
    await first.act();
    throw new Error("refused");
  });
  const second = inTurn("a", async () => log.push("second"));
  const elsewhere = inTurn("b", other.act);
  other.end();
  expect(await elsewhere).toBe("other");
  expect(log).toEqual(["first begins", "other begins", "other ends"]);
  first.end();
  await expect(failing).rejects.toThrow("refused");
  await second;
  expect(log.slice(3)).toEqual(["first ends", "second"]);
});
