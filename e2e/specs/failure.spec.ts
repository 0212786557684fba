import { interruptedAnswer, picture, refusal, words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { turnBody } from "@/scripts/testing/turn-body";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("a safety refusal shows its message, that it was not billed, and Edit", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  upstream.script([
    refusal(400, {
      message: "Your request was rejected by the safety system. safety_violations=[violence].",
      type: "shell_api_error",
      code: "moderation_blocked",
    }),
  ]);
  await page.goto("/");
  const composer = composerOf(page);
  const thread = threadPage(page);
  await composer.submit("Something that is refused");
  await expect(thread.failure).toContainText("safety filter blocked this");
  await expect(thread.failure).toContainText("rejected by the safety system");
  await expect(thread.failure).toContainText("Not billed");
  await expect(thread.failure.getByRole("button", { name: /again/i })).toHaveCount(0);

  await thread.failure.getByRole("button", { name: "Edit" }).click();
  await expect(composer.field).toHaveValue("Something that is refused");
  await composer.submit("Something gentle");
  await expect(thread.pictureOf("Something gentle")).toBeVisible();
  expect(upstream.calls()).toHaveLength(2);
});

test("an answer in words is shown, and that it was billed", async ({ page, studio }) => {
  const { upstream } = studio;
  upstream.script([words("I cannot draw that, but I could draw a lighthouse instead.")]);
  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("Something it will not draw");
  await expect(thread.failure.getByRole("blockquote")).toContainText("a lighthouse instead");
  await expect(thread.failure).toContainText("Billed: $0.03");
  await expect(page.getByRole("button", { name: /Ada.*this month/ })).toBeVisible();

  await test.step("trying again asks for confirmation, because it costs again", async () => {
    await thread.failure.getByRole("button", { name: "Send again" }).click();
    const question = page.getByRole("dialog", { name: "Send again?" });
    await expect(question).toContainText("may cost another $0.03");
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
    expect(upstream.calls()).toHaveLength(1);
    await thread.sendAgain();
    await expect(thread.pictures).toHaveCount(1);
    expect(upstream.calls()).toHaveLength(2);
  });
});

test("a firewall's page does not blame the key and is not billed", async ({ page, studio }) => {
  studio.upstream.script([
    {
      status: 403,
      headers: { "Content-Type": "text/html", "cf-mitigated": "challenge" },
      template: "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>",
    },
  ]);
  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("A ferry");
  await expect(thread.failure).toContainText("A firewall in front of the image service");
  await expect(thread.failure).toContainText("The API key is not the problem");
  await expect(thread.failure).toContainText("Not billed");
});

test("an unbilled fault is retried automatically", async ({ page, studio }) => {
  const { upstream } = studio;
  const fault = refusal(502, { message: "", code: "bad_response_status_code" });
  upstream.script([
    { ...fault, headers: { "Retry-After": "2", "Content-Type": "application/json" } },
  ]);
  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("Second time lucky");
  await expect(thread.turns).toContainText(/Retrying in \d+ s/);
  await expect(thread.turns.getByText("attempt 2 of 4").first()).toBeVisible();
  await expect(thread.pictures).toHaveCount(1);
  expect(upstream.calls()).toHaveLength(2);
});

test("an unknown outcome is retried only after confirmation", async ({ page, studio }) => {
  const { api, upstream } = studio;
  upstream.script([await interruptedAnswer(), await picture(61)]);
  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("Broken off");
  await expect(thread.failure).toContainText("The connection broke while waiting");
  await expect(thread.failure).toContainText("Billed: maybe $0.03");
  expect(upstream.calls()).toHaveLength(1);

  const { threads } = await api.call("threads.list", { query: { query: "Broken off" } });
  const { path } = await api.page(threads[0]!.id);
  const generationId = path[0]!.generations[0]!.id;
  const withoutConsent = await api.sendJson("POST", `/api/generations/${generationId}/retry`, {
    mayPayAgain: false,
  });
  expect(withoutConsent.body).toMatchObject({ code: "would_pay_again", status: 409 });
  expect(upstream.calls()).toHaveLength(1);

  await thread.sendAgain();
  await expect(thread.pictures).toHaveCount(1);
  expect(upstream.calls()).toHaveLength(2);
});

test("after a failed 4K call 2K is offered, as a sibling with the same shape", async ({
  page,
  studio,
}) => {
  const { api, upstream } = studio;
  upstream.script([
    {
      ...refusal(520, { message: "error code: 520", type: "upstream_error" }),
      headers: { "Content-Type": "application/json" },
    },
    await picture(70, 2048, 1152),
  ]);
  const settings = { ...turnBody().settings, shape: "16:9", tier: "4K" } as const;
  const turn = await api.createTurn({ prompt: "A glacier", settings });
  await page.goto(`/t/${turn.threadId}`);
  const thread = threadPage(page);
  await thread.failure.getByRole("button", { name: "Try at 2K" }).click();
  await expect(thread.pictureOf("A glacier")).toBeVisible();
  await expect(thread.fork("A glacier")).toContainText("2 of 2");
  const sizes = upstream.calls().map(({ body }) => (body as { size?: string }).size);
  expect(sizes).toEqual(["3840x2160", "2048x1152"]);
});
