"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderPlus, Lock, Plus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { blurOf } from "@/components/gallery/blur";
import { CollectionDialog } from "@/components/gallery/collections/collection-dialog";
import { WallProblem, WallSkeleton } from "@/components/gallery/notices";
import { galleryPath, writeAddress } from "@/components/gallery/use-gallery-address";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { collectionsQuery } from "@/lib/client/collection-queries";
import type { CollectionView } from "@/lib/contracts/collections";
import type { CollectionId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";
import { isPermitted } from "@/lib/contracts/permissions";

/** All collections, with their covers. */
export function CollectionsPage() {
  const t = useTranslations("gallery.collections");
  const { workspace } = useStudio();
  const { data, error, refetch } = useQuery(collectionsQuery());
  const [isCreating, setCreating] = useState(false);
  const mayMake = isPermitted(workspace.role, "write");
  if (error) return <WallProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <WallSkeleton />;
  const { collections } = data;
  return (
    <div className="absolute inset-0 overflow-y-auto px-4 pt-5 pb-16 sm:px-6">
      {collections.length === 0 ? (
        <div className="flex h-full flex-col items-center justify-center pb-16 text-center">
          <h2 className="font-serif text-[30px] leading-9">{t("emptyTitle")}</h2>
          <p className="mt-2 max-w-[420px] text-[15px] leading-[22px] text-pretty text-muted">
            {t("emptyDetail")}
          </p>
          {mayMake && (
            <Button variant="primary" className="mt-5" onClick={() => setCreating(true)}>
              <FolderPlus aria-hidden className="size-4" />
              {t("create")}
            </Button>
          )}
        </div>
      ) : (
        <ul
          aria-label={t("label")}
          className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-[repeat(auto-fill,minmax(220px,1fr))]"
        >
          {mayMake && (
            <li>
              <button
                type="button"
                onClick={() => setCreating(true)}
                className="group block w-full text-left"
              >
                <span className="flex aspect-4/3 items-center justify-center rounded-print border border-dashed border-line-strong text-muted transition-colors group-hover:border-muted group-hover:text-ink">
                  <Plus aria-hidden className="size-5" />
                </span>
                <span className="mt-2 block text-[14px] leading-5 text-muted group-hover:text-ink">
                  {t("create")}
                </span>
              </button>
            </li>
          )}
          {collections.map((collection) => (
            <li key={collection.id}>
              <CollectionCard collection={collection} />
            </li>
          ))}
        </ul>
      )}
      {isCreating && (
        <CollectionDialog
          collection={null}
          onClose={() => setCreating(false)}
          onSaved={({ id }) => openCollection(id)}
        />
      )}
    </div>
  );
}

function CollectionCard({ collection }: { collection: CollectionView }) {
  const t = useTranslations("gallery.collections");
  const format = useFormatter();
  const { id, name, cover, count, access, createdBy } = collection;
  return (
    <a
      href={galleryPath({ collectionId: id })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        openCollection(id);
      }}
      className="group block"
    >
      <span
        className="relative block aspect-4/3 overflow-hidden rounded-print bg-plate bg-cover bg-center"
        style={{ backgroundImage: cover === null ? undefined : blurOf(cover.thumbhash) }}
      >
        {cover !== null && (
          <img
            src={imageBytesPath(cover.imageId, 512)}
            alt=""
            loading="lazy"
            decoding="async"
            className="absolute inset-0 size-full object-cover transition-[filter] duration-200 group-hover:brightness-105"
          />
        )}
      </span>
      <span className="mt-2 flex items-center gap-1.5 text-[14px] leading-5 text-ink">
        <span className="truncate">{name}</span>
        {access === "private" && (
          <Lock aria-label={t("access.private")} className="size-3 shrink-0 text-muted" />
        )}
      </span>
      <span className="figures block truncate text-[13px] leading-5 text-muted">
        {format.number(count)} · {createdBy.name}
      </span>
    </a>
  );
}

function openCollection(collectionId: CollectionId): void {
  writeAddress("push", {
    areCollections: false,
    collectionId,
    view: "all",
    query: "",
    sort: "manual",
    at: null,
    image: null,
  });
}
