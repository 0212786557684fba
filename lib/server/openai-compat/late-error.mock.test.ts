import { createOpenAI } from "@ai-sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { generateImage, generateText, NoImageGeneratedError } from "ai";
import OpenAI from "openai";
import { beforeEach, expect, test, vi } from "vitest";
import type { CompatFailure } from "@/lib/server/domain/compat-orders/outcome";
import type { Placed } from "@/lib/server/domain/compat-orders/place-order";
import { asCompletion, type ChatForm } from "./chat-form";
import { CompatFailureError } from "./compat-error";
import { lateChat, lateImages } from "./late-error";
import { jsonAnswer, type Write } from "./long-answer";

// Third-party clients, facing an error after the status went out as 200.

const ends: (() => void)[] = [];
vi.mock("@/lib/server/domain/turns/watch", () => ({
  waitForTurn: () => new Promise<void>((resolve) => void ends.push(resolve)),
}));
vi.mock("@/lib/server/domain/compat-orders/outcome", () => ({
  readOutcome: async () => ({ answers: [], failure: null }),
}));
vi.mock("@/lib/server/log", () => ({ log: { error: vi.fn() }, errorFields: () => ({}) }));

beforeEach(() => {
  ends.length = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return () => vi.useRealTimers();
});

const placed = { workspaceId: "w", threadId: "t", turnId: "u", model: "m" } as Placed;
const form: ChatForm = {
  id: "chatcmpl-u",
  model: "m",
  created: 1,
  origin: "https://studio.example",
  sign: async () => null,
  isInline: false,
  withUsage: false,
};

/** A studio in which the image fails after fifty seconds. */
const studio =
  (failure: CompatFailure): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const isChat = request.url.endsWith("/chat/completions");
    const fail: Write = async function* () {
      throw new CompatFailureError(failure);
      // oxlint-disable-next-line no-unreachable
      yield "";
    };
    const answering = jsonAnswer({
      request,
      placed,
      write: fail,
      writeLate: isChat ? lateChat(form) : lateImages(1),
    });
    await vi.advanceTimersByTimeAsync(50_000);
    const response = await answering;
    for (const end of ends) end();
    return response;
  };

const refused: CompatFailure = { code: "model_refused", billed: "yes", words: "I will not." };
const broken: CompatFailure = { code: "upstream_timeout", billed: "unknown", words: null };
const messages = [{ role: "user" as const, content: "A boat" }];
const clientOf = (failure: CompatFailure) =>
  new OpenAI({
    apiKey: "k",
    baseURL: "http://localhost/v1",
    maxRetries: 0,
    fetch: studio(failure),
  });

test.each([
  [refused, "content_filter"],
  [broken, "stop"],
] as const)("OpenAI's client reads a late error as a choice: %o", async (failure, reason) => {
  const completion = await clientOf(failure).chat.completions.create({ model: "m", messages });
  const [choice] = completion.choices;
  expect(choice?.finish_reason).toBe(reason);
  expect(choice?.message.refusal).toBe(choice?.message.content);
  expect(choice?.message.content).toMatch(/billed/);
  expect(completion).toMatchObject({
    error: { code: failure.code },
    system_fingerprint: "fp_pentimento",
  });
});

test("OpenAI's client reads a late error as a list without images", async () => {
  const list = await clientOf(broken).images.generate({ model: "m", prompt: "A boat" });
  expect(list.data?.map(({ url }) => url)).toEqual([]);
  expect(list).toMatchObject({ error: { code: "upstream_timeout" } });
});

test("LangChain shows the error", async () => {
  const model = new ChatOpenAI({
    model: "m",
    apiKey: "k",
    maxRetries: 0,
    configuration: { baseURL: "http://localhost/v1", fetch: studio(broken) },
  });
  expect((await model.invoke("A boat")).text).toMatch(/may have been billed/);
});

test("the AI SDK shows the error in a chat, and no image in a list", async () => {
  const provider = createOpenAI({
    apiKey: "k",
    baseURL: "http://localhost/v1",
    fetch: studio(broken),
  });
  const { text } = await generateText({
    model: provider.chat("m"),
    prompt: "A boat",
    maxRetries: 0,
  });
  expect(text).toMatch(/may have been billed/);
  const drawing = generateImage({ model: provider.image("m"), prompt: "A boat", maxRetries: 0 });
  await expect(drawing).rejects.toBeInstanceOf(NoImageGeneratedError);
});

test("a late error and a success have the same fingerprint", async () => {
  const pieces = asCompletion(form)({
    answers: [],
    failure: { code: "no_image", billed: "yes", words: "Which?" },
    tokens: { input: 0, output: 0, total: 0 },
  });
  let text = "";
  for await (const piece of pieces) text += piece;
  expect(JSON.parse(text)).toMatchObject({ system_fingerprint: "fp_pentimento" });
});
