"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useReloadWhenBack } from "@/lib/client/reload-when-back";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** A page that failed to render. The digest identifies the error in the server log. */
export default function ErrorPage({ error, reset }: Props) {
  const t = useTranslations("common.crash");
  const tryAgain = useReloadWhenBack(error, reset);
  return (
    <div
      role="alert"
      className="flex min-h-[70dvh] flex-col items-center justify-center px-6 text-center"
    >
      <h1 className="font-serif text-[34px] leading-10">{t("title")}</h1>
      <p className="mt-2 mb-7 max-w-sm text-[15px] text-muted">{t("body")}</p>
      <Button onClick={tryAgain}>{t("again")}</Button>
      {error.digest && <p className="figures mt-6 text-[12px] text-muted">{error.digest}</p>}
    </div>
  );
}
