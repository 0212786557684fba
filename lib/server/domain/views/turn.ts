import "server-only";
import { z } from "zod";
import { type TurnSettings, turnSettings } from "@/lib/contracts/settings";
import { type Mention, mention, type TurnView } from "@/lib/contracts/turns";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import { generationInclude, toGenerationView } from "@/lib/server/domain/views/generation";
import { imageInclude, toImageView } from "@/lib/server/domain/views/image";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { shortTitle } from "@/lib/utils/titles/short-title";

export const turnInclude = {
  createdBy: { select: { id: true, name: true } },
  baseImage: { include: imageInclude },
  references: { include: { image: { include: imageInclude } }, orderBy: { position: "asc" } },
  credit: { select: { title: true, name: true } },
  generations: {
    where: { supersededAt: null },
    include: generationInclude,
    orderBy: { position: "asc" },
  },
} satisfies Prisma.TurnInclude;

export type TurnRow = Prisma.TurnGetPayload<{ include: typeof turnInclude }>;

export function toTurnView(row: TurnRow): TurnView {
  return {
    id: brandId(row.id),
    threadId: brandId(row.threadId),
    parentTurnId: brandIdOrNull(row.parentTurnId),
    baseImage: row.baseImage === null ? null : toImageView(row.baseImage),
    createdBy: { id: brandId(row.createdBy.id), name: row.createdBy.name },
    prompt: row.prompt,
    label: shortTitle(row.prompt),
    mentions: parseMentions(row.mentions),
    settings: parseSettings(row.settings),
    systemInstruction: row.systemInstruction,
    references: row.references.map((reference) => toImageView(reference.image)),
    generations: row.generations.map(toGenerationView),
    credit: row.credit && { title: row.credit.title, by: row.credit.name },
    idempotencyKey: row.idempotencyKey,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Parses stored settings, so that an invalid row fails here. */
export function parseSettings(stored: Prisma.JsonValue): TurnSettings {
  return turnSettings.parse(stored);
}

/** Parses stored mentions. */
export function parseMentions(stored: Prisma.JsonValue): Mention[] {
  return z.array(mention).parse(stored);
}
