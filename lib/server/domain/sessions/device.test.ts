import { expect, test } from "vitest";
import { describeDevice } from "@/lib/server/domain/sessions/device";

test.each([
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0",
    { browser: "Firefox", system: "macOS", kind: "desktop" },
  ],
  [
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36",
    { browser: "Chrome", system: "Android", kind: "phone" },
  ],
  [
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    { browser: "Safari", system: "iOS", kind: "tablet" },
  ],
  ["", { browser: null, system: null, kind: "other" }],
])("%s", (userAgent, device) => {
  expect(describeDevice(userAgent)).toEqual(device);
});

test("an unparsable User-Agent gives no error", () => {
  expect(describeDevice("x".repeat(300)).kind).toBe("other");
});
