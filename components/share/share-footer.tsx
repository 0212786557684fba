import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export function ShareFooter({ className = "" }: { className?: string }) {
  const t = useTranslations("share");
  return (
    <p className={`shrink-0 py-2 text-center text-[12px] leading-5 text-muted ${className}`}>
      {t.rich("madeWith", { name: wordmark })}
    </p>
  );
}

function wordmark(words: ReactNode) {
  return <span className="font-serif text-[16px] text-ink">{words}</span>;
}
