"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { type PickerKind, PicturePicker } from "@/components/viewer/picker/pickers";
import { useStudioLinks } from "@/components/picture/use-studio-links";
import { useStudio } from "@/components/shell/use-studio";
import type { Picture } from "@/components/studio/thread/selection";
import type { ThreadLocation } from "@/components/studio/thread/thread-location";
import { DoneNote } from "@/components/viewer/done-note";
import { orderOf } from "@/components/viewer/path-order";
import { useImageActs } from "@/components/viewer/use-image-acts";
import Viewer from "@/components/viewer/viewer";
import { imageQuery } from "@/lib/client/detail-queries";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import { isPermitted } from "@/lib/contracts/permissions";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

type Props = {
  thread: ThreadSummary;
  location: ThreadLocation;
  imageId: ImageId;
  /** The pictures of the path. */
  pictures: readonly Picture[];
  badge: ReactNode;
  mayWrite: boolean;
  refine: (imageId: ImageId) => void;
  /** Shows the turn of another branch, and takes its picture as the base. */
  refineAt: (turnId: TurnId, imageId: ImageId) => void;
  vary: (turn: TurnView) => void;
  /** The same for a turn of another branch. */
  varyAt: (turnId: TurnId, imageId: ImageId) => void;
  addReference: (image: ImageView) => void;
  goTo: (turnId: TurnId) => void;
};

/** The viewer over a thread: it steps through the pictures of the path. */
export default function ThreadViewer(props: Props) {
  const { thread, location, imageId, pictures, mayWrite } = props;
  const { user, workspace } = useStudio();
  const router = useRouter();
  const links = useStudioLinks();
  const acts = useImageActs();
  const [picker, setPicker] = useState<PickerKind | null>(null);
  const detail = useQuery(imageQuery(imageId)).data;
  const onPath = pictures.find(({ image }) => image.id === imageId);
  const order = orderOf(pictures.map(({ image }) => image));
  const image = onPath?.image ?? detail?.image ?? null;
  const isKept = image?.state === "kept";
  const mayMake = isPermitted(workspace.role, "write");
  const mayCurate =
    mayMake &&
    detail !== undefined &&
    (detail.createdBy.id === user.id || isPermitted(workspace.role, "manage"));
  const otherTurnId = onPath ? null : (detail?.turnId ?? null);
  const turnId = onPath?.turn.id ?? otherTurnId;
  const isOfThread = image?.threadId === thread.id;

  /** The next picture of the path, or the one before at its end. */
  const next = () => order.neighbour(imageId, 1) ?? order.neighbour(imageId, -1);
  const moveOn = (target: ImageId | null) => {
    if (target !== null) location.swapView(target);
  };
  /** Leaves the viewer first, so that the composer gets the focus. */
  const leaveFor = (act: () => void) => {
    location.closeView();
    act();
  };
  const undo = () => {
    const undone = acts.undo();
    if (undone !== null) location.swapView(undone);
  };

  return (
    <Viewer
      title={thread.title}
      imageId={imageId}
      order={order}
      badge={props.badge}
      onShow={location.swapView}
      shownNow={location.viewNow}
      onClose={location.closeView}
      host={{
        isFavourite: detail?.isFavourite ?? false,
        favourite: isKept
          ? (id, via) => {
              acts.toggleFavourite(id);
              if (via === "key") moveOn(order.neighbour(id, 1));
            }
          : null,
        refine:
          isKept && image.threadId !== null && mayMake && (mayWrite || !isOfThread)
            ? (id) => {
                if (onPath) leaveFor(() => props.refine(id));
                else if (isOfThread && otherTurnId) props.refineAt(otherTurnId, id);
                else void links.refine(id);
              }
            : null,
        vary:
          isKept &&
          image.threadId !== null &&
          !image.isMadeHere &&
          onPath?.turn.prompt !== "" &&
          (isOfThread ? mayWrite : mayMake)
            ? (id) => {
                if (onPath) leaveFor(() => props.vary(onPath.turn));
                else if (isOfThread && otherTurnId) props.varyAt(otherTurnId, id);
                else void links.vary(id);
              }
            : null,
        reference:
          isKept && mayMake
            ? (id) => {
                if (mayWrite) leaveFor(() => props.addReference(image));
                else links.reference([id]);
              }
            : null,
        tag: isKept && mayMake ? () => setPicker("tag") : null,
        collect: isKept && mayMake ? () => setPicker("collection") : null,
        trash:
          isKept && mayCurate
            ? (id) => {
                const target = next();
                acts.run(id, "trash");
                if (target === null) location.closeView();
                else moveOn(target);
              }
            : null,
        restore: image?.state === "trashed" && mayCurate ? (id) => acts.run(id, "restore") : null,
        openThread:
          turnId === null || image === null || image.threadId === null
            ? null
            : () => {
                if (onPath) leaveFor(() => props.goTo(turnId));
                else if (isOfThread) props.goTo(turnId);
                else router.push(`/t/${image.threadId}?at=${turnId}`);
              },
        undo,
      }}
      note={
        <>
          <DoneNote done={acts.done} onUndo={undo} onEnd={acts.dismiss} />
          {picker && (
            <PicturePicker
              kind={picker}
              target={imageId}
              host={{
                send: acts.start,
                many: null,
                shown: null,
                goOn: (id) => moveOn(order.neighbour(id, 1)),
                fail: acts.fail,
              }}
              onClose={() => setPicker(null)}
            />
          )}
        </>
      }
    />
  );
}
