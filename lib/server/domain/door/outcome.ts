import "server-only";
import { type Billed, type FailureCode, isFailureCode } from "@/lib/contracts/failures";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import { db } from "@/lib/server/db";
import type { Placed } from "@/lib/server/domain/door/place-order";

export type DoorPicture = { imageId: string; sha256: Sha256; media: string; alt: string };

/** Why a generation gave no picture. */
export type DoorFailure = {
  code: FailureCode;
  billed: Billed;
  /** The model's own words, if it had any. */
  words: string | null;
};

export type Outcome = {
  /** The pictures of each variation that has some, in order. */
  answers: DoorPicture[][];
  /** Of the others, the first; null where all went well. */
  failure: DoorFailure | null;
};

/** What came of a turn on which nothing is under way any more. */
export async function readOutcome({ turnId, workspaceId }: Placed): Promise<Outcome> {
  const generations = await db.generation.findMany({
    where: { turnId, workspaceId, supersededAt: null },
    orderBy: { position: "asc" },
    include: {
      images: {
        where: { deletedAt: null },
        orderBy: { position: "asc" },
        include: { blob: { select: { media: true } } },
      },
    },
  });
  const good = generations.filter(
    ({ state, images }) => state === "succeeded" && images.length > 0,
  );
  const bad = generations.find((generation) => !good.includes(generation));
  return {
    answers: good.map(({ images }) =>
      images.map((image) => ({
        imageId: image.id,
        sha256: parseSha256(image.sha256),
        media: image.blob.media,
        alt: image.name,
      })),
    ),
    failure: bad === undefined ? null : failureOf(bad),
  };
}

type Row = {
  state: string;
  failureCode: string | null;
  billed: Billed | null;
  modelWords: string | null;
};

function failureOf({ state, failureCode, billed, modelWords }: Row): DoorFailure {
  const code = failureCode ?? (state === "cancelled" ? "cancelled" : "unknown_outcome");
  return {
    code: isFailureCode(code) ? code : "internal",
    billed: billed ?? "unknown",
    words: modelWords,
  };
}
