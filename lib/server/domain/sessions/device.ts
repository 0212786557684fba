import "server-only";
import Bowser from "bowser";
import type { SessionView } from "@/lib/contracts/profile";

const KINDS: Record<string, SessionView["device"]["kind"]> = {
  desktop: "desktop",
  mobile: "phone",
  tablet: "tablet",
};

/** What a browser says that it is: "Firefox", "macOS". Its own word, good enough to tell one's devices apart. */
export function describeDevice(userAgent: string): SessionView["device"] {
  // The package refuses to look at nothing.
  if (userAgent.trim() === "") return { browser: null, system: null, kind: "other" };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: browser.name || null,
    system: os.name || null,
    kind: KINDS[platform.type ?? ""] ?? "other",
  };
}
