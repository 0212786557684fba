import "server-only";
import { z } from "zod";
import { type Billed, type FailureCode, isFailureCode } from "@/lib/contracts/failures";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import { db } from "@/lib/server/db";
import type { Placed } from "@/lib/server/domain/compat-orders/place-order";
import { hasAnswer } from "@/lib/server/domain/views/generation";
import type { Generation } from "@/lib/server/generated/prisma/client";

export type CompatImage = {
  imageId: string;
  sha256: Sha256;
  media: string;
  width: number;
  height: number;
  alt: string;
};

/** The upstream's token counts, summed over all variations with images; zeros if it reported none. */
export type Tokens = { input: number; output: number; total: number };

/** Why a generation has no image. */
export type CompatFailure = {
  code: FailureCode;
  billed: Billed;
  /** The model's text, if there is any. */
  words: string | null;
  /** The id of a generation whose kept answer can be read again at no cost; omitted if there is none. */
  lookAgainAt?: string;
};

export type Outcome = {
  /** The images of each variation that has some, in order. */
  answers: CompatImage[][];
  /** The first failed variation; null if all succeeded. */
  failure: CompatFailure | null;
  tokens: Tokens;
};

/** The result of a turn whose generations have all ended. */
export async function readOutcome({ turnId, workspaceId }: Placed): Promise<Outcome> {
  const generations = await db.generation.findMany({
    where: { turnId, workspaceId, supersededAt: null },
    orderBy: { position: "asc" },
    include: {
      images: {
        where: { deletedAt: null },
        orderBy: { position: "asc" },
        include: { blob: { select: { sha256: true, media: true, width: true, height: true } } },
      },
    },
  });
  const succeeded = generations.filter(
    ({ state, images }) => state === "succeeded" && images.length > 0,
  );
  const failed = generations.find((generation) => !succeeded.includes(generation));
  return {
    answers: succeeded.map(({ images }) =>
      images.flatMap(({ id, name, blob }) =>
        blob === null ? [] : { ...blob, imageId: id, sha256: parseSha256(blob.sha256), alt: name },
      ),
    ),
    failure: failed === undefined ? null : failureOf(failed),
    tokens: sumUp(succeeded.map(({ usage }) => usage)),
  };
}

const storedUsage = z.record(z.string(), z.number()).catch({});

function sumUp(usages: readonly unknown[]): Tokens {
  const sum: Tokens = { input: 0, output: 0, total: 0 };
  for (const usage of usages) {
    const counts = storedUsage.parse(usage);
    const input = counts["input_tokens"] ?? counts["prompt_tokens"] ?? 0;
    const output = counts["output_tokens"] ?? counts["completion_tokens"] ?? 0;
    sum.input += input;
    sum.output += output;
    sum.total += counts["total_tokens"] ?? input + output;
  }
  return sum;
}

function failureOf(row: Generation & { images: readonly unknown[] }): CompatFailure {
  const { state, failureCode, billed, modelWords } = row;
  const code = failureCode ?? (state === "cancelled" ? "cancelled" : "unknown_outcome");
  return {
    code: isFailureCode(code) ? code : "internal",
    billed: billed ?? "unknown",
    words: modelWords,
    ...(hasAnswer(row) && { lookAgainAt: row.id }),
  };
}
