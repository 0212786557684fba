import { SENDING_PREFIX } from "@/lib/client/fold-thread";
import type { DraftBase } from "@/lib/client/drafts";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

/** The base of the next turn: the newest picture of the path, a chosen one, or none (text only). */
export type Choice =
  | { kind: "newest" }
  | {
      kind: "picture";
      imageId: ImageId;
      /** The turn that made it, if known. */
      turnId?: TurnId;
      /** All that refining it needs, so that it stays selected when the path no longer shows it. */
      kept?: DraftBase;
    }
  | { kind: "none" };

export type Picture = { turn: TurnView; generation: GenerationView; image: ImageView };

/**
 * The pictures of a path, oldest turn first. Excludes those in the trash, and one that arrived after its cancellation,
 * which is only offered.
 */
export function picturesOf(path: TurnView[]): Picture[] {
  return path.flatMap((turn) =>
    turn.generations
      .filter((generation) => generation.state === "succeeded")
      .flatMap((generation) =>
        generation.images
          .filter((image) => image.state === "kept")
          .map((image) => ({ turn, generation, image })),
      ),
  );
}

/**
 * The picture that the next turn refines. By default the newest turn's; of several variations the first to arrive, so
 * that it does not change as the others come in.
 */
export function selectPicture(path: TurnView[], choice: Choice): Picture | null {
  if (choice.kind === "none") return null;
  const pictures = picturesOf(path);
  if (choice.kind === "picture") {
    const chosen = pictures.find((picture) => picture.image.id === choice.imageId);
    if (chosen) return chosen;
  }
  const newestTurn = pictures.at(-1)?.turn.id;
  return pictures
    .filter((picture) => picture.turn.id === newestTurn)
    .reduce<Picture | null>(
      (first, picture) =>
        first === null || picture.image.createdAt < first.image.createdAt ? picture : first,
      null,
    );
}

/** Whether a turn is optimistic: the server has not assigned its id yet. */
export function isUnsent(turn: TurnView): boolean {
  return turn.id.startsWith(SENDING_PREFIX);
}

/** The last turn of a path that the server knows. */
export function endOf(path: TurnView[]): TurnView | null {
  return path.findLast((turn) => !isUnsent(turn)) ?? null;
}

/**
 * The parent of the next turn: the selected picture's turn, or the last of the path without one. If the model has asked
 * a question since and no picture was chosen explicitly, the next turn answers it.
 */
export function parentTurnOf(
  path: TurnView[],
  selected: Picture | null,
  choice: Choice,
): TurnId | null {
  const end = endOf(path);
  if (choice.kind === "newest" && end !== null && asksSomething(end)) return end.id;
  return selected?.turn.id ?? end?.id ?? null;
}

/** The model answered with text and no image. */
function asksSomething({ generations }: TurnView): boolean {
  return (
    generations.every(({ state }) => state === "failed") &&
    generations.some(({ failureCode, modelWords }) => failureCode === "no_image" && modelWords)
  );
}

export type Fork = {
  /** From 1. */
  position: number;
  count: number;
  previous: TurnId | null;
  next: TurnId | null;
};

/** A turn's position among its siblings; null without siblings. */
export function forkAt(page: Pick<ThreadPage, "siblings">, turnId: TurnId): Fork | null {
  const siblings = page.siblings[turnId];
  if (!siblings || siblings.length < 2) return null;
  const index = siblings.indexOf(turnId);
  if (index < 0) return null;
  return {
    position: index + 1,
    count: siblings.length,
    previous: siblings[index - 1] ?? null,
    next: siblings[index + 1] ?? null,
  };
}

/** The fork that `[` and `]` act on: at the given turn, else the nearest above it, else the nearest below. */
export function nearestFork(
  page: Pick<ThreadPage, "path" | "siblings">,
  turnId: TurnId | null,
): Fork | null {
  const index = page.path.findIndex((turn) => turn.id === turnId);
  const here = index < 0 ? page.path.length - 1 : index;
  const above = page.path.slice(0, here + 1).toReversed();
  for (const turn of [...above, ...page.path.slice(here + 1)]) {
    const fork = forkAt(page, turn.id);
    if (fork) return fork;
  }
  return null;
}

/** Prepends earlier turns to a page; duplicates keep the page's version. */
export function withEarlier(page: ThreadPage, earlier: ThreadPage): ThreadPage {
  const known = new Set(page.path.map((turn) => turn.id));
  return {
    ...page,
    path: [...earlier.path.filter((turn) => !known.has(turn.id)), ...page.path],
    hasEarlier: earlier.hasEarlier,
    siblings: { ...earlier.siblings, ...page.siblings },
  };
}

/**
 * The page of a path that ends in a new turn: the turns above its parent, then the turn. Keeps the old page's
 * `asOfSeq`, so that every later event is still applied.
 */
export function branchPage(shown: ThreadPage, turn: TurnView): ThreadPage {
  // An optimistic turn is not a fork; its own reply or event brings it back.
  const path = shown.path.filter((other) => !isUnsent(other));
  const page = { ...shown, path };
  const parentAt = page.path.findIndex((other) => other.id === turn.parentTurnId);
  const above = page.path.slice(0, parentAt + 1).filter((other) => other.id !== turn.id);
  const displaced = page.path[parentAt + 1];
  // The event stream may already have delivered a newer state than the reply.
  const made = page.path.find((other) => other.id === turn.id) ?? turn;
  const siblings: ThreadPage["siblings"] = {};
  for (const other of above) {
    const known = page.siblings[other.id];
    if (known) siblings[other.id] = known;
  }
  if (displaced && displaced.id !== turn.id) {
    const others = page.siblings[displaced.id] ?? [displaced.id];
    siblings[turn.id] = [...others.filter((id) => id !== turn.id), turn.id];
  } else if (page.siblings[turn.id]) {
    siblings[turn.id] = page.siblings[turn.id] ?? [];
  }
  return { ...page, path: [...above, made], siblings };
}

/** As many turns as fill a screen: one with a picture, or a plate for it, is about 600 px high. */
const FIRST_SHOWN = 3;

/** A page with its newest turns alone. */
export function newestOf(page: ThreadPage): ThreadPage {
  let shown = 0;
  const from = page.path.findLastIndex(({ generations }) => {
    if (generations.some((each) => each.images.length > 0 || each.finishedAt === null)) shown += 1;
    return shown === FIRST_SHOWN;
  });
  return from < 1 ? page : { ...page, path: page.path.slice(from), hasEarlier: false };
}
