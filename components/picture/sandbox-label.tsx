import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** One line on what the sandbox is, and on adding a key. */
export function SandboxLabel() {
  const t = useTranslations("studio.sandbox");
  return t.rich("explain", { key: nameOfKey });
}

function nameOfKey(chunks: ReactNode) {
  return <code className="text-[12px] break-all text-ink">{chunks}</code>;
}
