import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button";

export default async function NotFound() {
  const t = await getTranslations("common.notFound");
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center px-6 text-center">
      <div
        aria-hidden
        className="mb-8 h-24 w-36 rounded-print border border-dashed border-line-strong"
      />
      <h1 className="font-serif text-[34px] leading-10">{t("title")}</h1>
      <p className="mt-2 mb-7 max-w-sm text-[15px] text-muted">{t("body")}</p>
      {/* A plain link, because every page would load the code of next/link for it. */}
      <a href="/" className={buttonClass("outline")}>
        {t("home")}
      </a>
    </div>
  );
}
