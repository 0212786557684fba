"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import type { BaseState } from "@/components/composer/base-state";
import {
  type Choice,
  parentTurnOf,
  type Picture,
  picturesOf,
  selectPicture,
} from "@/components/studio/thread/selection";
import { isCropped, useTurnWords } from "@/components/picture/use-crop-label";
import { call, CallError } from "@/lib/client/call";
import type { DraftBase, DraftTarget } from "@/lib/client/drafts";
import { threadPageQuery } from "@/lib/client/queries";
import type { ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

type Restoring = { state: BaseState; target: DraftTarget };

/**
 * The base of the next turn. A chosen picture stays chosen: if the page does not show it, it is looked up, and if it is
 * gone the state says so. It is never replaced by the newest picture automatically.
 */
export function useSelection(threadId: ThreadId, page: ThreadPage) {
  const client = useQueryClient();
  const turnWords = useTurnWords();
  const [choice, setChoice] = useState<Choice>({ kind: "newest" });
  const [editing, setEditing] = useState<TurnView | null>(null);
  const [restoring, setRestoring] = useState<Restoring | null>(null);
  const attempt = useRef(0);

  const toBase = ({ image, turn }: Picture): DraftBase => ({
    image,
    turnId: turn.id,
    label: isCropped(turn) || turn.label === "" ? turnWords(turn) : turn.label,
  });
  const kept = choice.kind === "picture" ? (choice.kept ?? null) : null;
  const isShown = choice.kind !== "picture" || findChoice(page, choice) !== null;
  // A version of another branch, chosen in the tree, whose page is loading.
  const isComing = choice.kind === "picture" && kept === null && !isShown && !hasTurn(page, choice);
  const selected =
    isComing || (kept !== null && !isShown) ? null : selectPicture(page.path, choice);
  const base = selected === null ? kept : toBase(selected);
  const baseState = restoring?.state ?? (isComing ? "seeking" : "ready");
  const parentTurnId =
    kept !== null && selected === null ? kept.turnId : parentTurnOf(page.path, selected, choice);

  const baseKey = base?.image.id ?? null;
  // The page creates a new object for the same base; only another image id is another target.
  const choiceTarget = useMemo(
    () => toTarget(choice, base),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [choice, baseKey],
  );
  const editedId = editing?.id ?? null;
  const target = useMemo(
    (): DraftTarget => (editedId === null ? choiceTarget : { kind: "edit", turnId: editedId }),
    [editedId, choiceTarget],
  );

  const choose = (next: Choice) => {
    attempt.current += 1;
    setRestoring(null);
    setChoice(next);
  };

  const choosePicture = (imageId: ImageId) => {
    const picture = picturesOf(page.path).find(({ image }) => image.id === imageId);
    choose(
      picture
        ? { kind: "picture", imageId, turnId: picture.turn.id, kept: toBase(picture) }
        : { kind: "picture", imageId },
    );
  };

  /** Looks up a draft's target. Until it is found, nothing can be sent. */
  const seek = (draftTarget: DraftTarget, look: () => Promise<boolean>) => {
    attempt.current += 1;
    const thisAttempt = attempt.current;
    setRestoring({ state: "seeking", target: draftTarget });
    void look().then((isThere) => {
      if (attempt.current === thisAttempt)
        setRestoring(isThere ? null : { state: "gone", target: draftTarget });
    });
  };

  const restore = (draftTarget: DraftTarget) => {
    if (draftTarget.kind === "none") return choose({ kind: "none" });
    if (draftTarget.kind === "edit") return restoreEdit(draftTarget);
    const newest = selectPicture(page.path, { kind: "newest" });
    const isNewest = draftTarget.base === null || draftTarget.base.image.id === newest?.image.id;
    if (draftTarget.base === null || (draftTarget.kind === "newest" && isNewest)) {
      return choose({ kind: "newest" });
    }
    const kept = draftTarget.base;
    const picture: Choice = { kind: "picture", imageId: kept.image.id, turnId: kept.turnId, kept };
    choose(picture);
    if (findChoice(page, picture) === null) seek(draftTarget, () => isVisible(kept.image.id));
  };

  const restoreEdit = (draftTarget: Extract<DraftTarget, { kind: "edit" }>) => {
    const known = page.path.find(({ id }) => id === draftTarget.turnId);
    if (known) {
      attempt.current += 1;
      setRestoring(null);
      return setEditing(known);
    }
    seek(draftTarget, async () => {
      const turn = await client
        .fetchQuery(threadPageQuery(threadId, draftTarget.turnId))
        .then(({ path }) => path.find(({ id }) => id === draftTarget.turnId))
        .catch(() => undefined);
      if (turn) setEditing(turn);
      return turn !== undefined;
    });
  };

  return {
    selected,
    base,
    baseState,
    parentTurnId,
    editing,
    setEditing: (turn: TurnView | null) => {
      if (turn !== null) setRestoring(null);
      setEditing(turn);
    },
    choose,
    choosePicture,
    restore,
    /** The draft's target; while it is looked up or gone, the one that was requested. */
    target: restoring?.target ?? target,
    /** The target ignoring an edit in progress. */
    choiceTarget,
  };
}

function findChoice({ path }: ThreadPage, choice: Choice): Picture | null {
  if (choice.kind !== "picture") return null;
  return picturesOf(path).find(({ image }) => image.id === choice.imageId) ?? null;
}

function hasTurn({ path }: ThreadPage, { turnId }: { turnId?: TurnId }): boolean {
  return turnId === undefined || path.some(({ id }) => id === turnId);
}

function toTarget(choice: Choice, base: DraftBase | null): DraftTarget {
  if (choice.kind === "none") return { kind: "none" };
  if (choice.kind === "picture" && base !== null) return { kind: "picture", base };
  return { kind: "newest", base };
}

/** Whether the image still exists for this user. Without an answer assume so: the server checks again. */
async function isVisible(imageId: ImageId): Promise<boolean> {
  try {
    await call("images.detail", { params: { imageId } });
    return true;
  } catch (error) {
    return !(
      error instanceof CallError &&
      (error.code === "not_found" || error.code === "forbidden")
    );
  }
}
