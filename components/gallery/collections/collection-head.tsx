"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChevronLeft, Link2, Lock, Pencil, Share, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CollectionDialog } from "@/components/gallery/collections/collection-dialog";
import { galleryPath, writeAddress } from "@/components/gallery/use-gallery-address";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { hint } from "@/components/ui/tooltip";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { CollectionView } from "@/lib/contracts/collections";

const LIST = { areCollections: true, collectionId: null, query: "" } as const;

type Props = {
  collection: CollectionView;
  /** Null where it cannot be shared. */
  sharing: { isShared: boolean; open: () => void } | null;
};

/** Name, description and rights of the collection that the wall shows. */
export function CollectionHead({ collection, sharing }: Props) {
  const t = useTranslations("gallery.collections");
  const tLinks = useTranslations("links");
  const client = useQueryClient();
  const problemText = useProblemText();
  const [dialog, setDialog] = useState<"edit" | "delete" | null>(null);
  const { name, description, access, createdBy, mayEdit } = collection;
  const Icon = access === "private" ? Lock : Users;

  const leave = () => writeAddress("push", { ...LIST, sort: "newest", at: null, image: null });
  const remove = () => {
    call("collections.remove", { params: { collectionId: collection.id } })
      .then(() => {
        leave();
        void toast(t("deleted", { name }));
        return client.invalidateQueries({ queryKey: keys.collections() });
      })
      .catch((error: unknown) => toast(problemText(error), { tone: "error" }));
  };
  return (
    <section aria-label={name} className="shrink-0 px-4 pt-2 pb-3 sm:pr-[72px] sm:pl-6 lg:pt-3">
      <div className="flex items-center gap-2">
        <a
          href={galleryPath(LIST)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            leave();
          }}
          aria-label={t("back")}
          className="-ml-2 flex size-8 shrink-0 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-ink pointer-coarse:size-10"
        >
          <ChevronLeft aria-hidden className="size-4" />
        </a>
        <h2 className="line-clamp-2 min-w-0 font-serif text-[24px] leading-8 break-words sm:line-clamp-1">
          {name}
        </h2>
        <span className="flex min-w-0 items-center gap-1.5 pt-1 text-[13px] text-muted">
          <Icon aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate max-sm:hidden">
            {t(`access.${access}`)} · {createdBy.name}
          </span>
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-1">
          {sharing && (
            <Button
              size="sm"
              aria-haspopup="dialog"
              {...hint(tLinks("share"), "S")}
              onClick={sharing.open}
              className="pointer-coarse:h-10"
            >
              {sharing.isShared ? (
                <Link2 aria-hidden className="size-4" />
              ) : (
                <Share aria-hidden className="size-4" />
              )}
              <span className="max-sm:sr-only">
                {tLinks(sharing.isShared ? "shared" : "share")}
              </span>
            </Button>
          )}
          {mayEdit && (
            <>
              <IconButton
                label={t("editTitle")}
                className="sm:hidden"
                onClick={() => setDialog("edit")}
              >
                <Pencil aria-hidden className="size-4" />
              </IconButton>
              <Button
                size="sm"
                aria-label={t("editTitle")}
                className="max-sm:hidden"
                onClick={() => setDialog("edit")}
              >
                {t("edit")}
              </Button>
            </>
          )}
        </span>
      </div>
      {description !== "" && (
        <p className="mt-0.5 line-clamp-2 max-w-[720px] text-[14px] leading-5 whitespace-pre-line text-muted">
          {description}
        </p>
      )}
      {dialog === "edit" && (
        <CollectionDialog
          collection={collection}
          onDelete={() => setDialog("delete")}
          onClose={() => setDialog(null)}
        />
      )}
      <ConfirmDialog
        open={dialog === "delete"}
        onOpenChange={(isOpen) => {
          if (!isOpen) setDialog(null);
        }}
        title={t("deleteTitle", { name })}
        description={t("deleteDetail")}
        confirmLabel={t("delete")}
        isDangerous
        onConfirm={remove}
      />
    </section>
  );
}

/** For a collection that was deleted, or that became private. */
export function CollectionGone() {
  const t = useTranslations("gallery.collections");
  return (
    <div className="flex h-full flex-col items-center justify-center px-6 pb-16 text-center">
      <h2 className="font-serif text-[30px] leading-9">{t("goneTitle")}</h2>
      <p className="mt-2 text-[15px] text-muted">{t("goneDetail")}</p>
      <Button
        className="mt-5"
        onClick={() => writeAddress("push", { ...LIST, sort: "newest", at: null, image: null })}
      >
        {t("back")}
      </Button>
    </div>
  );
}
