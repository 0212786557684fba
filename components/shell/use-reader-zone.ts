"use client";

import { useTimeZone } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { writeCookie } from "@/lib/client/browser-cookie";
import { TIME_ZONE_COOKIE } from "@/lib/utils/time-zone";

const never = () => () => {};
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The user's time zone. On the very first visit the server does not know it, so the first paint uses UTC. */
export function useReaderZone(): string {
  const serverZone = useTimeZone() ?? "UTC";
  const zone = useSyncExternalStore(never, ownZone, () => serverZone);
  useEffect(() => {
    if (zone !== serverZone) writeCookie(TIME_ZONE_COOKIE, zone);
  }, [zone, serverZone]);
  return zone;
}
