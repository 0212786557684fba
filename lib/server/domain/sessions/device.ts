import "server-only";
import Bowser from "bowser";
import type { SessionView } from "@/lib/contracts/profile";

const KINDS: Record<string, SessionView["device"]["kind"]> = {
  desktop: "desktop",
  mobile: "phone",
  tablet: "tablet",
};

/**
 * Browser and system from the User-Agent, for example "Firefox" and "macOS". Unverified; enough to tell devices apart.
 */
export function describeDevice(userAgent: string): SessionView["device"] {
  // The parser throws on an empty string.
  if (userAgent.trim() === "") return { browser: null, system: null, kind: "other" };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: browser.name || null,
    system: os.name || null,
    kind: KINDS[platform.type ?? ""] ?? "other",
  };
}
