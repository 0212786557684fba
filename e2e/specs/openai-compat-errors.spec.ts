import OpenAI from "openai";
import { makeToken, openAi, shownIn } from "../fixtures/openai-compat";
import { picture, refusal, words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";

// Errors of the OpenAI-compatible API as OpenAI's own client sees them: missing permission, invalid requests, failures,
// disconnects.

const model = "gpt-image-2-vip";
const user = (content: string) => ({ role: "user" as const, content });

test("models are listed, and every error has its class, code and message", async ({ studio }) => {
  const token = await makeToken(studio.api, ["generate"]);
  const reader = openAi(studio.url, await makeToken(studio.api, ["read"]));
  const ai = openAi(studio.url, token);
  expect((await reader.models.list()).data.map(({ id }) => id)).toContain(model);
  expect((await ai.models.retrieve(model)).id).toBe(model);
  const boat: OpenAI.ChatCompletionCreateParamsNonStreaming = {
    model,
    messages: [user("A boat")],
  };
  const chat = (change: object, headers = {}) =>
    ai.chat.completions.create(Object.assign({ ...boat }, change), { headers });
  const unauthenticated = openAi(studio.url, `pnt_${"x".repeat(43)}`);
  const strange = { "X-Pentimento-Thread": crypto.randomUUID() };
  for (const [call, type, code] of [
    [() => unauthenticated.models.list(), OpenAI.AuthenticationError, "not_signed_in"],
    [
      () => reader.images.generate({ model, prompt: "A" }),
      OpenAI.PermissionDeniedError,
      "wrong_scope",
    ],
    [() => chat({ model: "gpt-4o" }), OpenAI.NotFoundError, "model_not_found"],
    [() => chat({}, strange), OpenAI.NotFoundError, "not_found"],
    [() => chat({ n: "2" }), OpenAI.BadRequestError, "invalid_field"],
    [() => chat({ n: 11 }), OpenAI.BadRequestError, "invalid_field"],
    [() => chat({ messages: [] }), OpenAI.BadRequestError, "invalid_field"],
    [() => chat({ messages: [user(" ")] }), OpenAI.BadRequestError, "empty_prompt"],
    [() => chat({ size: "7x7" }), OpenAI.BadRequestError, "size_not_offered"],
    [() => ai.embeddings.create({ model, input: "a" }), OpenAI.NotFoundError, "not_found"],
    [() => ai.get("/chat/completions"), OpenAI.APIError, "method_not_allowed"],
  ] as const) {
    const error: unknown = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code });
    expect(error).toBeInstanceOf(type);
  }
  await expect(chat({ size: "7x7" })).rejects.toThrow(/auto, 1280x1280/);
  const bad = await fetch(`${studio.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: `{"model": oops`,
  });
  expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: "invalid_body" } }]);
  expect(studio.upstream.calls()).toEqual([]);
});

test("a refusal, an answer in words and an unbilled fault are distinguishable", async ({
  studio,
}) => {
  const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
  const draw = () => ai.images.generate({ model, prompt: "A boat" });
  studio.upstream.script([refusal(400, { message: "blocked", code: "moderation_blocked" })]);
  await expect(draw()).rejects.toMatchObject({ status: 400, code: "moderation_blocked" });
  studio.upstream.script([refusal(401, { message: "bad key", code: "invalid_api_key" })]);
  await expect(draw()).rejects.toMatchObject({
    status: 502,
    code: "invalid_api_key",
    message: expect.stringContaining("Nothing was billed."),
  });
  studio.upstream.script([words("Which boat do you mean?")]);
  const reply = await ai.chat.completions.create({ model, messages: [user("A boat")] });
  expect(reply.choices[0]?.message.content).toBe("Which boat do you mean?");
});

test("the same Idempotency-Key returns the same turn; a body of 100 KB is read", async ({
  studio,
}) => {
  const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
  const history = Array.from({ length: 20 }, () => user("x".repeat(5_000)));
  const body = { model, messages: [...history, user("A boat")] };
  const options = { headers: { "Idempotency-Key": "postcard 1" } };
  const answers = await Promise.all([
    ai.chat.completions.create(body, options),
    ai.chat.completions.create(body, options),
  ]);
  const third = await ai.chat.completions.create(body, options);
  const shown = [...answers, third].map(
    ({ choices }) => new URL(shownIn(choices[0]?.message.content)).pathname,
  );
  expect(new Set(shown).size).toBe(1);
  expect(studio.upstream.calls()).toHaveLength(1);
  const other = { model, messages: [user("Something else")] };
  await expect(ai.chat.completions.create(other, options)).rejects.toMatchObject({
    status: 409,
    code: "invalid_idempotency",
  });
});

test("a client that disconnects still gets its picture", async ({ studio }) => {
  const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
  const first = await studio.api.createTurn();
  await expect.poll(() => studio.api.stateOf(first)).toBe("succeeded");
  const thread = first.threadId;
  studio.upstream.reset();
  studio.upstream.script([{ ...(await picture(77)), gate: "late" }]);
  const call = new AbortController();
  const pending = ai.images.generate(
    { model, prompt: "A buoy" },
    { signal: call.signal, headers: { "X-Pentimento-Thread": thread } },
  );
  const hungUp = expect(pending).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
  await studio.upstream.reached("late");
  call.abort();
  await hungUp;
  studio.upstream.release("late");
  await expect
    .poll(async () => {
      const { images } = await studio.api.call("images.list", { query: { query: "buoy" } });
      return images.map(({ threadId }) => threadId);
    })
    .toEqual([thread]);
});
