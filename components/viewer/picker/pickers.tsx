"use client";

import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { PickerDialog, type Picked } from "@/components/viewer/picker/picker-dialog";
import { recentChoices, rememberChoice } from "@/components/viewer/picker/recent-choices";
import { tagsQuery } from "@/lib/client/tag-queries";
import { collectionsQuery, newCollection } from "@/lib/client/collection-queries";
import { imageQuery } from "@/lib/client/detail-queries";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { ImageAct } from "@/components/viewer/use-image-acts";
import type { CollectionId, ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";

export type PickerKind = "tag" | "collection";

/** The images that a dialog is about. */
export type Target = ImageId | "selection";

/** What the page around a picker does with what was picked. */
export type PickerHost = {
  send: (imageId: ImageId, act: ImageAct) => void;
  /** For the selected pictures. */
  many: {
    count: number;
    start: (
      action: "tag" | "untag" | "collect" | "uncollect",
      options: { tag?: string; collectionId?: CollectionId; name: string },
    ) => void;
  } | null;
  /** The collection that the wall shows, and how a picture leaves it. */
  shown: { id: CollectionId; takeOut: (imageId: ImageId) => void } | null;
  /** To the next picture. */
  goOn: (imageId: ImageId) => void;
  fail: (error: unknown) => void;
};

type Props = { host: PickerHost; target: Target; onClose: () => void };

/** The picker of tags or of collections. */
export function PicturePicker({ kind, ...props }: Props & { kind: PickerKind }) {
  return kind === "tag" ? <TagPicker {...props} /> : <CollectionPicker {...props} />;
}

/** Tags for a picture or for the selected ones. */
function TagPicker(props: Props) {
  const { target, host } = props;
  const t = useTranslations("viewer.picker");
  const client = useQueryClient();
  const tags = useQuery(tagsQuery());
  const detail = useDetail(target);
  const has = target === "selection" ? null : (id: string) => hasTag(id);
  const hasTag = (id: string) => detail?.tags.some((tag) => tag.id === id) ?? false;

  const pick = ({ name, isAdded, choice }: Picked) => {
    rememberChoice("tag", choice?.id ?? null);
    if (target === "selection") {
      host.many?.start(isAdded ? "tag" : "untag", { tag: name, name });
      return;
    }
    const set = (isOn: boolean) =>
      call("images.tag", {
        params: { imageId: target },
        body: { add: isOn ? [name] : [], remove: isOn ? [] : [name] },
      });
    host.send(target, {
      text: t(isAdded ? "tagged" : "untagged", { name }),
      run: async () => {
        await set(isAdded);
        await client.invalidateQueries({ queryKey: keys.tags() });
      },
      undo: () => set(!isAdded),
    });
  };
  return (
    <PickerDialog
      title={titleOf(t, "tag", props)}
      placeholder={t("tagPlaceholder")}
      createLabel={(name) => t("createTag", { name })}
      choices={tags.data?.tags ?? null}
      recent={recentChoices("tag")}
      has={has}
      onPick={(picked, isDone) => finish(props, () => pick(picked), isDone)}
      onClose={props.onClose}
    />
  );
}

/** Collections for a picture or for the selected ones. */
function CollectionPicker(props: Props) {
  const { target, host } = props;
  const t = useTranslations("viewer.picker");
  const format = useFormatter();
  const client = useQueryClient();
  const list = useQuery(collectionsQuery());
  const detail = useDetail(target);
  const hasIt = (id: string) => detail?.collectionIds.some((one) => one === id) ?? false;
  const collections = list.data?.collections.filter(({ mayAdd }) => mayAdd);

  const pick = async ({ choice, name, isAdded }: Picked) => {
    const known = collections?.find(({ id }) => id === choice?.id);
    const collection = known ?? (await call("collections.create", { body: newCollection(name) }));
    const collectionId = collection.id;
    rememberChoice("collection", collectionId);
    if (target === "selection") {
      host.many?.start(isAdded ? "collect" : "uncollect", { collectionId, name });
      return;
    }
    const sent = { params: { collectionId }, body: { imageIds: [target] } };
    const set = async (isOn: boolean) => {
      await call(isOn ? "collections.add" : "collections.takeOut", sent);
      await client.invalidateQueries({ queryKey: keys.collections() });
    };
    if (!isAdded && collectionId === host.shown?.id) {
      host.shown.takeOut(target);
      return;
    }
    host.send(target, {
      text: t(isAdded ? "collected" : "uncollected", { name }),
      run: () => set(isAdded),
      undo: () => set(!isAdded),
    });
  };
  return (
    <PickerDialog
      title={titleOf(t, "collection", props)}
      placeholder={t("collectionPlaceholder")}
      createLabel={(name) => t("createCollection", { name })}
      choices={
        collections?.map(({ id, name, count }) => ({ id, name, detail: format.number(count) })) ??
        null
      }
      recent={recentChoices("collection")}
      has={target === "selection" ? null : hasIt}
      onPick={(picked, isDone) => finish(props, () => void pick(picked).catch(host.fail), isDone)}
      onClose={props.onClose}
    />
  );
}

/** Acts, and unless more is to be picked, closes and goes on to the next picture. */
function finish({ target, host, onClose }: Props, act: () => void, isDone: boolean): void {
  act();
  if (!isDone) return;
  onClose();
  // After the dialog has returned the focus to where it was opened.
  if (target !== "selection") setTimeout(() => host.goOn(target));
}

/** What a picture has now; nothing for many. */
function useDetail(target: Target): ImageDetail | undefined {
  const wanted = target === "selection" ? [] : [target];
  return useQueries({ queries: wanted.map(imageQuery) }).at(0)?.data;
}

function titleOf(
  t: ReturnType<typeof useTranslations<"viewer.picker">>,
  kind: "tag" | "collection",
  { target, host }: Props,
): string {
  return target === "selection"
    ? t(`${kind}Many`, { count: host.many?.count ?? 0 })
    : t(`${kind}One`);
}
