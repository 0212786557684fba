import { expect, test } from "vitest";
import { renderMail } from "@/lib/server/mail/templates";

const url = "https://studio.example.org/sign-in/link#token";

test("text and HTML have the same content, with the whole link in both", () => {
  const mail = renderMail("sign_in", "en", { url, minutes: 15 });
  expect(mail.subject).toBe("Your sign-in link");
  expect(mail.text).toContain(url);
  expect(mail.html).toContain(`href="${url}"`);
  for (const form of [mail.text, mail.html]) expect(form).toContain("within 15 minutes");
});

test("a mail in Chinese", () => {
  const mail = renderMail("reset_password", "zh", { url, minutes: 60 });
  expect(mail.subject).toBe("设置新密码");
  expect(mail.html).toContain('lang="zh-Hans"');
});

test("HTML loads nothing remote: no image, script or style sheet", () => {
  const { html } = renderMail("sign_in", "en", { url, minutes: 15 });
  expect(html).not.toMatch(/<(img|script|link|style|iframe)|src=|url\(/i);
});

test("names are escaped in the page and in the subject", () => {
  const mail = renderMail("invite", "en", {
    url,
    inviter: "<b>Eve</b>\r\nBcc: all@example.org",
    workspace: 'A & "B" {minutes}',
    hours: 72,
  });
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.html).not.toContain("<b>");
  expect(mail.html).toContain("A &amp; &quot;B&quot; {minutes}");
});

test("a notice has no button", () => {
  const mail = renderMail("email_changed", "en", { email: "new@example.org" });
  expect(mail.text).toContain("new@example.org");
  expect(mail.html).not.toContain("<a ");
});
