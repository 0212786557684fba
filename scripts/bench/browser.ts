import { type BrowserContext, chromium } from "@playwright/test";
import { findBrowser } from "../test/browser";
import type { Studio } from "./bench";

/** Runs `use` in a fresh Chromium profile, signed in. */
export async function withBrowser<T>(
  { client }: Studio,
  use: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    // Chromium's sandbox does not run as root in a container.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name = "", ...value] = client.cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url: client.url }]);
    return await use(context);
  } finally {
    await browser.close();
  }
}
