import { expect, test } from "vitest";
import { type DoorMessage, doorMessage } from "@/lib/contracts/door";
import { readConversation, withEarlier } from "./read-conversation";

const read = (...messages: unknown[]) =>
  readConversation(messages.map((message): DoorMessage => doorMessage.parse(message)));
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
  });
});

test("pictures of the last message are named by their place", () => {
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

test("pictures that answers showed are found, as Markdown and bare", () => {
  const address = "http://127.0.0.1:3000/i/1/original?e=1&s=a_b-c";
  const { earlier } = read(
    user("a harbour"),
    assistant(`![a [harbour](${address})\n\n![](data:image/png;base64,AA+/=)`),
    user("and?"),
    assistant(`Here: ${address} .`),
    user("make it night"),
  );
  expect(earlier).toEqual([
    { role: "user", text: "a harbour" },
    expect.objectContaining({ pictureUrls: [address, "data:image/png;base64,AA+/="] }),
    { role: "user", text: "and?" },
    expect.objectContaining({ pictureUrls: [address] }),
  ]);
});

test.each([
  [[assistant("Hello.")]],
  [[user("a harbour"), assistant("Which one?")]],
  [[{ role: "system", content: "Flat colours." }]],
])("a chat that does not end with the user has no instruction", (messages) => {
  expect(() => read(...messages)).toThrow("invalid_field");
});

test("what was said before goes along in words, answers with pictures without theirs", () => {
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
