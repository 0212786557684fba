"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";

type Props = { email: string; onBack: () => void };

/** Shows the same text whether or not the account exists. */
export function CheckMail({ email, onBack }: Props) {
  const t = useTranslations("entry.checkMail");
  const heading = useRef<HTMLHeadingElement>(null);
  // The focused form is gone; move the focus to what replaced it.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="border-t border-line pt-7">
      <h2
        ref={heading}
        tabIndex={-1}
        className="font-serif text-[28px] leading-8 tracking-[-0.01em] focus:outline-none"
      >
        {t("heading")}
      </h2>
      <p className="mt-4 text-[15px] leading-6 break-words">{t("line", { email })}</p>
      <p className="mt-3 text-[13px] leading-5 text-muted">{t("slow")}</p>
      <Button className="mt-6" onClick={onBack}>
        {t("again")}
      </Button>
    </section>
  );
}
