import type { ThreadEvent as AnyThreadEvent } from "@/lib/contracts/events";
import type { GenerationView } from "@/lib/contracts/generations";
import type { TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage, TreeNode } from "@/lib/contracts/threads";
import type { Thumbnail } from "@/lib/contracts/thumbnails";
import type { TurnView } from "@/lib/contracts/turns";

/** Id prefix of an optimistic turn. If its event arrives before the reply, the event's turn replaces it. */
export const SENDING_PREFIX = "sending:";

type ThreadEvent = Exclude<AnyThreadEvent, { kind: "thread.removed" | "thread.hidden" }>;

/** Folds an event of the thread into one page of a path. */
export function foldIntoPage(page: ThreadPage, payload: ThreadEvent): ThreadPage {
  const thread = payload.thread ?? page.thread;
  switch (payload.kind) {
    case "thread.changed":
      return { ...page, thread };
    case "turn.created":
      return { ...addTurn(page, payload.turn), thread };
    case "generation.changed":
      return { ...page, thread, path: withGeneration(page.path, payload.generation) };
  }
}

/** A turn after the end of the path extends it; a sibling of a turn on the path is a fork. */
function addTurn(page: ThreadPage, turn: TurnView): ThreadPage {
  if (page.path.some(({ id }) => id === turn.id)) return page;
  const sending = page.path.findIndex((other) => isPlaceholderFor(other, turn));
  if (sending >= 0) return { ...page, path: page.path.with(sending, turn) };
  const endAt = page.path.findLastIndex(({ id }) => !id.startsWith(SENDING_PREFIX));
  if (turn.parentTurnId === (page.path[endAt]?.id ?? null)) {
    return { ...page, path: page.path.toSpliced(endAt + 1, 0, turn) };
  }
  const beside = page.path.find(({ parentTurnId }) => parentTurnId === turn.parentTurnId);
  if (!beside) return page;
  const known: TurnId[] = page.siblings[beside.id] ?? [beside.id];
  if (known.includes(turn.id)) return page;
  return { ...page, siblings: { ...page.siblings, [beside.id]: [...known, turn.id] } };
}

function isPlaceholderFor(placeholder: TurnView, turn: TurnView): boolean {
  return (
    placeholder.id.startsWith(SENDING_PREFIX) && placeholder.idempotencyKey === turn.idempotencyKey
  );
}

function withGeneration(path: TurnView[], generation: GenerationView): TurnView[] {
  return path.map((turn) =>
    turn.id === generation.turnId
      ? { ...turn, generations: putGeneration(turn.generations, generation) }
      : turn,
  );
}

/** A later attempt replaces an earlier one at the same position; events of replaced attempts are ignored. */
export function putGeneration(all: GenerationView[], generation: GenerationView): GenerationView[] {
  const index = all.findIndex(({ position }) => position === generation.position);
  const present = all[index];
  if (!present) return [...all, generation].toSorted((a, b) => a.position - b.position);
  if (present.tryNumber > generation.tryNumber) return all;
  return all.with(index, generation);
}

/**
 * Folds an event into the tree. `turn` is the generation's turn from a cached page: with it the node is rebuilt
 * exactly; without it only the entry at that position changes.
 */
export function foldIntoTree(
  nodes: TreeNode[],
  payload: ThreadEvent,
  turn: TurnView | null,
): TreeNode[] {
  switch (payload.kind) {
    case "thread.changed":
      return nodes;
    case "turn.created":
      return nodes.some(({ turnId }) => turnId === payload.turn.id)
        ? nodes
        : [...nodes, toTreeNode(payload.turn)];
    case "generation.changed":
      return nodes.map((node) => {
        if (node.turnId !== payload.generation.turnId) return node;
        const variations = turn
          ? turn.generations.flatMap(toVariations)
          : spliceVariations(node.variations, payload.generation);
        return { ...node, variations };
      });
  }
}

export function toTreeNode(turn: TurnView): TreeNode {
  return {
    turnId: turn.id,
    parentTurnId: turn.parentTurnId,
    baseImageId: turn.baseImage?.id ?? null,
    label: turn.label,
    variations: turn.generations.flatMap(toVariations),
    createdAt: turn.createdAt,
  };
}

function spliceVariations(
  variations: TreeNode["variations"],
  generation: GenerationView,
): TreeNode["variations"] {
  const changed = [...variations];
  changed.splice(generation.position, 1, ...toVariations(generation));
  return changed;
}

function toVariations({ state, images }: GenerationView): TreeNode["variations"] {
  const kept = images.filter((image) => image.state === "kept");
  if (kept.length === 0) return [{ state, image: null }];
  return kept.map((image) => ({ state, image: toThumbnail(image) }));
}

function toThumbnail({ id, thumbhash, width, height }: ImageView): Thumbnail {
  return { imageId: id, thumbhash, width, height };
}
