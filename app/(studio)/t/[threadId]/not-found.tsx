import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button";

/** Missing and foreign threads look alike. */
export default async function NotFound() {
  const t = await getTranslations("studio.thread");
  return (
    <div className="flex h-dvh min-w-0 flex-1 flex-col items-center justify-center gap-2 px-6 text-center">
      <h1 className="font-serif text-[32px] leading-10">{t("gone")}</h1>
      <p className="mb-4 text-[15px] text-muted">{t("goneDetail")}</p>
      <Link href="/" className={buttonClass("outline")}>
        {t("new")}
      </Link>
    </div>
  );
}
