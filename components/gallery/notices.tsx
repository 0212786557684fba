"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { writeAddress } from "@/components/gallery/use-gallery-address";
import { Button, buttonClass } from "@/components/ui/button";
import { HoverLink } from "@/components/ui/hover-link";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { WallScope } from "@/lib/client/wall/wall-state";

/** Instead of a wall without pictures. */
export function NoPictures({ scope }: { scope: WallScope }) {
  return scope.query === "" ? <EmptyView scope={scope} /> : <NoMatch scope={scope} />;
}

function EmptyView({ scope: { view, collectionId } }: { scope: WallScope }) {
  const t = useTranslations("gallery.empty");
  if (collectionId !== null) {
    return (
      <Notice title={t("collection.title")} detail={t("collection.detail")}>
        <Button
          variant="primary"
          onClick={() => writeAddress("push", { collectionId: null, sort: "newest", at: null })}
        >
          {t("browse")}
        </Button>
      </Notice>
    );
  }
  const isWork = view !== "favourites" && view !== "trash";
  return (
    <Notice title={t(`${view}.title`)} detail={t(`${view}.detail`)}>
      {isWork && (
        <HoverLink href="/" className={buttonClass("primary")}>
          {t("make")}
        </HoverLink>
      )}
    </Notice>
  );
}

/** Nothing matches: offers the same search with its typing mistakes corrected. */
function NoMatch({ scope: { view, query, collectionId } }: { scope: WallScope }) {
  const t = useTranslations("gallery.noMatch");
  const { data: corrected } = useQuery({
    queryKey: keys.correctedSearch(view, query, collectionId),
    queryFn: async ({ signal }) => {
      const scope = { view, query, collectionId: collectionId ?? undefined };
      return (await call("images.list", { signal, query: { ...scope, limit: 1 } })).corrected;
    },
  });
  return (
    <Notice title={t("title")} detail={t("detail")}>
      {corrected && (
        <Button variant="primary" onClick={() => writeAddress("replace", { query: corrected })}>
          {t("corrected", { query: corrected })}
        </Button>
      )}
      <Button onClick={() => writeAddress("replace", { query: "" })}>{t("clear")}</Button>
      {(view !== "all" || collectionId !== null) && (
        <Button
          onClick={() =>
            writeAddress("replace", { view: "all", collectionId: null, sort: "newest" })
          }
        >
          {t("all")}
        </Button>
      )}
    </Notice>
  );
}

export function WallProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("gallery");
  const problemText = useProblemText();
  return (
    <Notice title={t("failed")} detail={problemText(error)}>
      <Button onClick={onRetry}>{t("tryAgain")}</Button>
    </Notice>
  );
}

type NoticeProps = { title: string; detail: string; children: ReactNode };

function Notice({ title, detail, children }: NoticeProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center px-6 pb-16 text-center">
      <h2 className="font-serif text-[30px] leading-9 text-balance">{title}</h2>
      <p className="mt-2 max-w-[420px] text-[15px] leading-[22px] text-pretty text-muted">
        {detail}
      </p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  );
}

/** Rows of plates while the counts load. */
export function WallSkeleton() {
  const t = useTranslations("gallery");
  return (
    <div
      role="status"
      aria-label={t("loading")}
      className="overflow-hidden pt-12 sm:pr-[72px] sm:pl-6"
    >
      {[
        [3, 2, 4],
        [2, 3, 3, 2],
        [4, 3, 2],
        [3, 3, 4],
      ].map((row) => (
        <div key={row.join()} className="mb-1 flex h-[150px] gap-1 sm:h-[200px]">
          {row.map((share, index) => (
            <div
              key={`${share} ${index}`}
              className="skeleton h-full rounded-print"
              style={{ flexGrow: share }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
