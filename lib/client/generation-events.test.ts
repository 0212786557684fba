import { expect, test, vi } from "vitest";
import { generation } from "./fold-event.fixtures";
import { publishGeneration, subscribeGeneration } from "./generation-events";

const one = generation("one");
const other = generation("other");

test("a listener gets the changes of its own generation until it unsubscribes", () => {
  const listener = vi.fn();
  const stop = subscribeGeneration(one.id, listener);
  publishGeneration(other);
  publishGeneration(one);
  stop();
  publishGeneration(one);
  expect(listener.mock.calls).toEqual([[one]]);
});

test("a second listener stays after the first unsubscribes", () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const stop = subscribeGeneration(one.id, first);
  subscribeGeneration(one.id, second);
  stop();
  publishGeneration(one);
  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledWith(one);
});
