"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useProblemText } from "@/lib/client/problem-text";

type Props = {
  /** A complete list or an infinite query. */
  list: {
    isPending: boolean;
    isSuccess: boolean;
    error: unknown;
    refetch: () => unknown;
    hasNextPage?: boolean;
    isFetchingNextPage?: boolean;
    fetchNextPage?: () => unknown;
  };
  isEmpty: boolean;
  empty: string;
};

/** Footer of a list: loading, empty, error, or "Load more". */
export function ListRest({ list, isEmpty, empty }: Props) {
  const t = useTranslations("common");
  const settings = useTranslations("settings");
  const problemText = useProblemText();
  return (
    <>
      {list.isPending && (
        <p role="status" className="py-14 text-center text-[15px] text-muted">
          {t("loading")}
        </p>
      )}
      {list.isSuccess && isEmpty && (
        <p className="mx-auto max-w-[46ch] py-14 text-center text-[15px] leading-[22px] text-balance text-muted">
          {empty}
        </p>
      )}
      {list.error !== null && (
        <div role="alert" className="flex flex-col items-start gap-3 py-6">
          <p className="text-[14px]">{problemText(list.error)}</p>
          <Button size="sm" onClick={() => void list.refetch()}>
            {t("retry")}
          </Button>
        </div>
      )}
      {list.hasNextPage && (
        <Button
          className="mt-6"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage?.()}
        >
          {settings("more")}
        </Button>
      )}
    </>
  );
}
