import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ShareFooter } from "@/components/share/share-footer";

type Props = { kind: "gone" | "signIn" | "locked"; children?: ReactNode };

/** A page in place of what a link shows. */
export function ShareNotice({ kind, children }: Props) {
  const t = useTranslations(`share.${kind}`);
  return (
    <div className="flex min-h-dvh flex-col">
      <main className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center px-6 py-16">
        <div
          aria-hidden
          className="mb-8 h-24 w-36 rounded-print border border-dashed border-line-strong"
        />
        <h1 className="font-serif text-[34px] leading-10 text-balance">{t("title")}</h1>
        <p className="mt-2 text-[15px] leading-[22px] text-pretty text-muted">{t("detail")}</p>
        {children}
      </main>
      <ShareFooter />
    </div>
  );
}
