import { expect, test } from "vitest";
import { type CompatMessage, compatMessage } from "@/lib/contracts/openai-compat-message";
import { PROMPT_MAX_CHARS } from "@/lib/contracts/limits";
import { readConversation, withEarlier } from "./read-conversation";

const read = (...messages: unknown[]) =>
  readConversation(messages.map((message): CompatMessage => compatMessage.parse(message)));
const user = (content: unknown) => ({ role: "user", content });
const assistant = (content: unknown) => ({ role: "assistant", content });

test("the last message is the instruction, system and developer messages the system instruction", () => {
  const conversation = read(
    { role: "system", content: "Flat colours." },
    { role: "developer", content: [{ type: "text", text: "No people." }] },
    user(" a harbour \n"),
  );
  expect(conversation).toEqual({
    systemInstruction: "Flat colours.\n\nNo people.",
    instruction: "a harbour",
    pictures: [],
    earlier: [],
    shown: null,
  });
});

test("images of the last message have their field paths", () => {
  const { instruction, pictures } = read(
    user([
      { type: "text", text: "the boat " },
      { type: "image_url", image_url: { url: "https://a.example/1.png", detail: "high" } },
      { type: "text", text: "here" },
      { type: "image_url", image_url: "data:image/png;base64,AAAA" },
    ]),
  );
  expect(instruction).toBe("the boat here");
  expect(pictures).toEqual([
    { url: "https://a.example/1.png", field: "messages.0.content.1.image_url" },
    { url: "data:image/png;base64,AAAA", field: "messages.0.content.3.image_url" },
  ]);
});

const urls = (pictures: readonly { url: string }[] | undefined) => pictures?.map(({ url }) => url);
const A = "https://a.example/a.png";
const B = "https://b.example/b.webp?x=1";
const photo = (url: string, ...words: string[]) =>
  user([
    { type: "image_url", image_url: { url } },
    ...words.map((text) => ({ type: "text", text })),
  ]);

test("images of answers are found, as Markdown and as bare addresses", () => {
  const address =
    "http://127.0.0.1:3000/i/0198f1f0-0000-7000-8000-000000000000/original?e=1&s=a_b-c";
  const { earlier } = read(
    user("a harbour"),
    assistant(`![a [harbour](${address})\n\n![](data:image/png;base64,AA+/=)`),
    user("and?"),
    assistant(`Here: ${address} .`),
    user("make it night"),
  );
  expect(earlier.map(({ role, pictures }) => [role, urls(pictures)])).toEqual([
    ["user", []],
    ["assistant", [address, "data:image/png;base64,AA+/="]],
    ["user", []],
    ["assistant", [address]],
  ]);
});

const openRouter = (...images: unknown[]) => ({
  role: "assistant",
  content: "Here it is.",
  images,
});

test.each<[string, object, string[]]>([
  ["Markdown", assistant(`![a boat](${A})`), [A]],
  ["Markdown in a link", assistant(`[![a boat](${A})](${B})`), [A]],
  ["Markdown, and a download beside it", assistant(`![a](${A})\n[Download](${B})`), [A]],
  [
    "an exclamation mark before a link",
    assistant(`So ![that] is [a page](https://example.org/).`),
    [],
  ],
  ["HTML", assistant(`<p><img alt="x" src="${A}"></p>`), [A]],
  ["a bare address of a picture", assistant(`Your picture: ${A}.`), [A]],
  [
    "a bare data URL",
    assistant("data:image/png;base64,iVBORw0KGgo="),
    ["data:image/png;base64,iVBORw0KGgo="],
  ],
  ["no address of a picture", assistant("See https://example.org/help for more."), []],
  ["a part of the content", assistant([{ type: "image_url", image_url: { url: A } }]), [A]],
  ["OpenRouter's images", openRouter({ type: "image_url", image_url: { url: A } }), [A]],
  ["OpenRouter's images, as text and with url", openRouter(A, { url: B }), [A, B]],
  ["both places at once", { ...openRouter({ image_url: { url: A } }), content: `![x](${A})` }, [A]],
  ["content null", { ...openRouter({ image_url: { url: A } }), content: null }, [A]],
])("images of an answer: %s", (_, answer, expected) => {
  const { shown } = read(user("a boat"), answer, user("make it night"));
  expect(urls(shown?.pictures) ?? []).toEqual(expected);
});

test.each<[string, object[], string[]]>([
  [
    "a question came back",
    [photo(A, "a portrait"), assistant("Which style?"), user("anime, please")],
    [A],
  ],
  [
    "the call failed",
    [photo(A, "anime"), assistant("Error 424: it failed"), user("try again")],
    [A],
  ],
  ["the call failed and left no answer", [photo(A, "anime"), user("try again")], [A]],
  ["the photo came alone", [photo(A), user("anime")], [A]],
  [
    "the photo came alone, with two questions",
    [photo(A), assistant("And?"), user("hm"), assistant("?"), user("anime")],
    [A],
  ],
  ["an empty answer", [photo(A, "anime"), assistant(""), user("again")], [A]],
  [
    "a tool message in between",
    [photo(A, "anime"), { role: "tool", content: "x" }, user("again")],
    [A],
  ],
  [
    "a newer photo",
    [photo(A, "anime"), assistant("?"), photo(B, "this one"), assistant("?"), user("go")],
    [B],
  ],
  ["the last message has its own", [photo(A, "anime"), assistant("?"), photo(B, "this one")], [B]],
  [
    "several in one message",
    [
      user([
        { type: "image_url", image_url: A },
        { type: "image_url", image_url: B },
      ]),
      user("both"),
    ],
    [A, B],
  ],
  [
    "an answer showed a picture since",
    [photo(A, "anime"), assistant(`![x](${B})`), user("night")],
    [],
  ],
  [
    "a photo after that answer",
    [photo(A), assistant(`![x](${B})`), photo(A, "like this"), assistant("?"), user("yes")],
    [A],
  ],
])("images for the next message: %s", (_, messages, expected) => {
  expect(urls(read(...messages).pictures)).toEqual(expected);
});

test("a user message may have images beside its content, as Ollama sends them", () => {
  const { pictures } = read({ role: "user", content: "a boat", images: ["iVBORw0KGgo=", A] });
  expect(pictures).toEqual([
    { url: "iVBORw0KGgo=", field: "messages.0.images.0.url" },
    { url: A, field: "messages.0.images.1.url" },
  ]);
});

test("an image of an earlier message keeps its field path", () => {
  const { pictures } = read(photo(A, "a portrait"), assistant("Which style?"), user("anime"));
  expect(pictures).toEqual([{ url: A, field: "messages.0.content.0.image_url" }]);
});

test.each<[string, unknown, string, string]>([
  ["input_audio", { type: "input_audio", input_audio: {} }, "type", 'not "input_audio"'],
  ["a tool's result", { type: "tool_result", content: [] }, "type", 'not "tool_result"'],
  [
    "a document",
    { type: "file", file: { file_data: "data:application/pdf;base64,AA" } },
    "type",
    'not "file"',
  ],
  ["a number", 5, "", "not a number"],
  ["no type", { words: "a" }, "type", "not an object with words"],
  [
    "a picture without an address",
    { type: "image_url", image_url: {} },
    "image_url",
    "not an empty object",
  ],
  [
    "a picture with an empty one",
    { type: "image_url", image_url: { url: " " } },
    "image_url",
    "an empty text",
  ],
  ["words that are none", { type: "text", text: 7 }, "text", "not a number"],
])(
  "an unknown part is skipped in the history and refused in the last message: %s",
  (_, part, key, received) => {
    const parts = [{ type: "text", text: "a boat" }, part];
    const { earlier } = read(
      user(parts),
      assistant([part, "?"]),
      { role: "system", content: [part] },
      user("go"),
    );
    expect(earlier.map(({ text }) => text)).toEqual(["a boat", "?"]);
    const refusal = (() => {
      try {
        return read(user(parts));
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({
      code: "invalid_field",
      extra: {
        field: ["messages.0.content.1", key].filter(Boolean).join("."),
        details: { hint: expect.stringContaining(received) },
      },
    });
  },
);

test.each<[string, unknown]>([
  ["OpenAI's, with blanks", { type: "image_url", image_url: { url: ` ${A}\n` } }],
  ["as text", { type: "image_url", image_url: A }],
  ["Responses", { type: "input_image", image_url: A }],
  ["Anthropic's", { type: "image", source: { type: "url", url: A } }],
  ["the AI SDK's", { type: "image", image: A }],
  ["without a type", { image_url: { url: A } }],
])("accepted forms of an image part: %s", (_, part) => {
  const { pictures, instruction } = read(user([part, { type: "input_text", text: "a boat" }]));
  expect([urls(pictures), instruction]).toEqual([[A], "a boat"]);
});

test("the error for an invalid content or role names the value", () => {
  const parsed = compatMessage.safeParse(user(5));
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ["content"],
    message: "a text or a list of parts, not a number",
  });
  const role = compatMessage.safeParse({ role: "critic", content: "x" });
  expect(role.error?.issues[0]?.message).toContain('not "critic"');
});

test("a long history is read in linear time", () => {
  const words = `${"![".repeat(200_000)}${"<img ".repeat(100_000)}${"https://".repeat(100_000)}`;
  expect(read(user("a"), assistant(words), user("b")).shown).toBeNull();
});

test.each([
  [[assistant("Hello.")]],
  [[user("a harbour"), assistant("Which one?")]],
  [[{ role: "system", content: "Flat colours." }]],
])("a chat that does not end with a user message is refused", (messages) => {
  expect(() => read(...messages)).toThrow("invalid_field");
});

test("earlier messages are added as text, except answers with images", () => {
  const { instruction, earlier } = read(
    user("a harbour"),
    assistant("![x](data:image/png;base64,AAAA)"),
    { role: "tool", tool_call_id: "1", content: "nothing" },
    user("with a boat"),
    assistant("Which boat?"),
    user("a red one"),
  );
  expect(withEarlier(instruction, earlier)).toBe(
    "Earlier instructions:\n- a harbour\n- with a boat\n  (You answered: Which boat?)\n\nNow:\n\na red one",
  );
  expect(withEarlier("a red one", [])).toBe("a red one");
});

test("a long instruction drops the oldest earlier messages instead of being refused", () => {
  const earlier = Array.from({ length: 5 }, (_, n) => ({
    role: "user" as const,
    text: `${n}`.repeat(1_500),
    pictures: [],
  }));
  const long = "x".repeat(PROMPT_MAX_CHARS - 2_000);
  const prompt = withEarlier(long, earlier);
  expect(prompt.length).toBeLessThanOrEqual(PROMPT_MAX_CHARS);
  expect(prompt).toContain("4".repeat(1_500));
  expect(prompt).not.toContain("3333");
  expect(withEarlier("x".repeat(PROMPT_MAX_CHARS), earlier)).toHaveLength(PROMPT_MAX_CHARS);
});
