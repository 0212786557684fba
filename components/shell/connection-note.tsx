"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useShell } from "@/components/shell/shell-context";

/** Debounce, in milliseconds: skip short interruptions. */
const PATIENCE_MS = 1_500;

/** Shows that the page may be out of date, and why, while the event stream is down. */
export function ConnectionNote() {
  const { streamState } = useShell();
  const t = useTranslations("shell.connection");
  const [isSaid, setSaid] = useState(false);

  useEffect(() => {
    if (streamState !== "reconnecting" && streamState !== "refused") return undefined;
    const timer = setTimeout(() => setSaid(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setSaid(false);
    };
  }, [streamState]);

  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 top-14 z-30 flex justify-center"
    >
      {isSaid && (
        <span className="float mx-4 inline-flex items-center gap-2 rounded-full px-3 py-1.5 text-[13px] text-muted">
          <span aria-hidden className="breathe size-1.5 rounded-full bg-accent" />
          {t(streamState === "refused" ? "refused" : "reconnecting")}
        </span>
      )}
    </div>
  );
}
