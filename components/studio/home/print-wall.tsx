"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useNow, useTranslations } from "next-intl";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useStudio } from "@/components/shell/use-studio";
import { partOfDay } from "@/components/studio/home/greeting";
import { Print } from "@/components/studio/home/print";
import { UnderWayPrint } from "@/components/studio/home/under-way-piece";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadSummary } from "@/lib/contracts/threads";

type Props = {
  threads: readonly ThreadSummary[];
  /** Null for those who may only look. */
  onReference: ((image: ImageView) => void) | null;
};

/** A greeting and the latest pictures as prints. Each opens its thread. */
export function PrintWall({ threads, onReference }: Props) {
  const t = useTranslations("studio.home");
  const { user } = useStudio();
  const part = partOfDay(useNow(), useReaderZone());
  return (
    <div className="@container mx-auto w-full max-w-[1480px] px-4 pt-3 pb-16 sm:px-12">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 pb-6 sm:pb-8">
        <h1 className="min-w-0 font-serif text-[32px] leading-[40px] text-balance break-words sm:text-[44px] sm:leading-[52px]">
          {t(`greeting.${part}`, { name: user.name })}
        </h1>
        <Link
          href="/gallery"
          prefetch={false}
          className="flex items-center gap-1.5 rounded-control py-2 text-[14px] text-muted transition-colors hover:text-ink pointer-coarse:min-h-10"
        >
          {t("all")}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </div>
      {/* Rows of one height: a print grows in proportion to its ratio. The last row keeps its height. */}
      <ul
        aria-label={t("recent")}
        className="flex flex-wrap gap-x-4 gap-y-6 [--print:104px] after:grow-[999] after:content-[''] @2xl:[--print:190px]"
      >
        {threads.map((thread, index) =>
          thread.underWay > 0 ? (
            <UnderWayPrint key={thread.id} thread={thread} />
          ) : (
            <Print key={thread.id} thread={thread} isFirst={index < 3} onReference={onReference} />
          ),
        )}
      </ul>
    </div>
  );
}
