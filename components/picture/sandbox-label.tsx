import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** Explains the sandbox in one line and links to adding a key. */
export function SandboxLabel() {
  const t = useTranslations("studio.sandbox");
  return t.rich("explain", { key: nameOfKey });
}

function nameOfKey(chunks: ReactNode) {
  return <code className="text-[12px] break-all text-ink">{chunks}</code>;
}
