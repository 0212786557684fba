import { expect, test } from "vitest";
import { AnswerEnd } from "./answer-end";

/** After each chunk: is the answer whole, and is it final? */
function watch(pieces: readonly string[]): [isWhole: boolean, isFinal: boolean][] {
  const end = new AnswerEnd();
  return pieces.map((piece) => {
    end.push(Buffer.from(piece));
    return [end.isWhole, end.isFinal];
  });
}

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const base64 = "iVBORw0KGgo".repeat(1_000);

test("after a progress value the stream stays open for the next one", () => {
  const progress = '{"task_id":"t","status":"processing"}\n';
  const result = `{"status":"succeeded","data":[{"b64_json":"${base64}"}]}`;
  expect(watch([progress, result.slice(0, 40), result.slice(40)])).toEqual([
    [true, false],
    [false, false],
    [true, true],
  ]);
  expect(watch([...progress]).at(-1)).toEqual([true, false]);
});

test("a status field in a large answer is not a progress report", () => {
  const answer = `{"data":[{"b64_json":"${base64}"}],"status":"processing"}`;
  expect(watch([answer])).toEqual([[true, true]]);
  expect(watch(['{"data":[{"url":"https://a.example/a.png"}]}', "\ndata: [DONE]"])).toEqual([
    [true, true],
    [true, true],
  ]);
});

test("the end of one image generation call does not end its stream", () => {
  const drawn = event({ type: "response.image_generation_call.completed" });
  const item = event({ type: "response.output_item.done", item: { result: base64 } });
  const completed = event({ type: "response.completed", response: {} });
  expect(watch([drawn, item, completed])).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ]);
});

test("the stream is not whole while another event arrives after the last one", () => {
  const stop = event({ choices: [{ delta: {}, finish_reason: "stop" }] });
  const late = event({ choices: [{ index: 1, delta: { content: base64 } }] });
  expect(watch([stop, late.slice(0, 5_000), late.slice(5_000), "data: [DONE]"])).toEqual([
    [true, true],
    [false, false],
    [true, true],
    [true, true],
  ]);
});
