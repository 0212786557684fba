"use client";

import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { PickerDialog, type Picked } from "@/components/gallery/picker/picker-dialog";
import { recentChoices, rememberChoice } from "@/components/gallery/picker/recent-choices";
import type { RoomActs, Target } from "@/components/gallery/use-room-acts";
import { tagsQuery } from "@/components/gallery/search/use-suggestions";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import { collectionsQuery, newCollection } from "@/lib/client/collection-queries";
import { imageQuery } from "@/lib/client/detail-queries";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { CollectionId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";

type Props = {
  room: Pick<RoomActs, "acts" | "bulk" | "goOn" | "history">;
  target: Target;
  selection: WallSelection;
  /** The collection that the wall shows. */
  shownId: CollectionId | null;
  onClose: () => void;
};

/** Tags for a picture or for the selected ones. */
export function TagPicker(props: Props) {
  const { target, selection, room } = props;
  const t = useTranslations("gallery.picker");
  const client = useQueryClient();
  const tags = useQuery(tagsQuery());
  const detail = useDetail(target);
  const has = target === "selection" ? null : (id: string) => hasTag(id);
  const hasTag = (id: string) => detail?.tags.some((tag) => tag.id === id) ?? false;

  const pick = ({ name, isAdded, choice }: Picked) => {
    rememberChoice("tag", choice?.id ?? null);
    if (target === "selection") {
      room.bulk.start(isAdded ? "tag" : "untag", selection.value, { tag: name, name });
      return;
    }
    const set = (isOn: boolean) =>
      call("images.tag", {
        params: { imageId: target },
        body: { add: isOn ? [name] : [], remove: isOn ? [] : [name] },
      });
    room.acts.send(target, {
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
export function CollectionPicker(props: Props) {
  const { target, selection, room, shownId } = props;
  const t = useTranslations("gallery.picker");
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
      const action = isAdded ? "collect" : "uncollect";
      room.bulk.start(action, selection.value, { collectionId, name });
      return;
    }
    const sent = { params: { collectionId }, body: { imageIds: [target] } };
    const set = async (isOn: boolean) => {
      await call(isOn ? "collections.add" : "collections.takeOut", sent);
      await client.invalidateQueries({ queryKey: keys.collections() });
    };
    if (!isAdded && collectionId === shownId) {
      room.acts.takeOut(target);
      return;
    }
    room.acts.send(target, {
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
      onPick={(picked, isDone) =>
        finish(props, () => void pick(picked).catch(room.history.fail), isDone)
      }
      onClose={props.onClose}
    />
  );
}

/** Acts, and unless more is to be picked, closes and goes on to the next picture. */
function finish({ target, room, onClose }: Props, act: () => void, isDone: boolean): void {
  act();
  if (!isDone) return;
  onClose();
  // After the dialog has returned the focus to where it was opened.
  if (target !== "selection") setTimeout(() => room.goOn(target));
}

/** What a picture has now; nothing for many. */
function useDetail(target: Target): ImageDetail | undefined {
  const wanted = target === "selection" ? [] : [target];
  return useQueries({ queries: wanted.map(imageQuery) }).at(0)?.data;
}

function titleOf(
  t: ReturnType<typeof useTranslations<"gallery.picker">>,
  kind: "tag" | "collection",
  { target, selection }: Props,
): string {
  return target === "selection" ? t(`${kind}Many`, { count: selection.count }) : t(`${kind}One`);
}
