import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright/test";
import { findBrowser } from "../test/browser";
import { chromiumArgs } from "../test/chromium-args";
import type { Studio } from "./bench";

/** Runs `use` in a fresh Chromium profile, signed in. */
export type InProfile = <T>(
  use: (context: BrowserContext) => Promise<T>,
  options?: BrowserContextOptions,
) => Promise<T>;

/** Starts Chromium for `use`, which may run any number of profiles in it. */
export async function withProfiles<T>(
  { client }: Studio,
  use: (inProfile: InProfile) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: chromiumArgs,
  });
  try {
    return await use(async (inContext, options) => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      try {
        const [name = "", ...value] = client.cookie.split("=");
        await context.addCookies([{ name, value: value.join("="), url: client.url }]);
        return await inContext(context);
      } finally {
        await context.close();
      }
    });
  } finally {
    await browser.close();
  }
}

/** Runs `use` in a fresh Chromium profile, signed in. */
export function withBrowser<T>(
  studio: Studio,
  use: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  return withProfiles(studio, (inProfile) => inProfile(use));
}
