import "server-only";
import { isSentEndpoint } from "@/lib/contracts/generations";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { RequestPreview, TurnDraft } from "@/lib/contracts/turns";
import { authorizeTurn } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { refusedRoutesOf } from "@/lib/server/domain/views/refused-routes";
import { compileTurn } from "@/lib/server/domain/turns/compile-turn";
import { checkDraft } from "@/lib/server/domain/turns/draft";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { AppError } from "@/lib/server/errors";
import type { Generation } from "@/lib/server/generated/prisma/client";
import { type CompiledCall } from "@/lib/server/upstream/send/compile";

/** The request that sending the draft now would make. Throws what sending it would throw. */
export async function previewDraft(actor: Actor, draft: TurnDraft): Promise<RequestPreview> {
  const checked = await checkDraft(actor, draft, db);
  return describeCall(await compileTurn(db, checked), []);
}

/**
 * The request of a sent turn, compiled again from the same rows, with the route of its first image. Throws `not_found`,
 * and `conflict` for a crop, which sent nothing.
 */
export async function previewTurn(actor: Actor, turnId: TurnId): Promise<RequestPreview> {
  const { id } = await authorizeTurn(actor, turnId, "read");
  const turn = await db.turn.findUniqueOrThrow({
    where: { id },
    include: {
      baseImage: true,
      references: { include: { image: true }, orderBy: { position: "asc" } },
      generations: {
        where: { supersededAt: null },
        select: { endpoint: true, earlierAttempts: true },
        orderBy: { position: "asc" },
      },
    },
  });
  const [first] = turn.generations;
  if (first !== undefined && !isSentEndpoint(first.endpoint)) throw new AppError("conflict");
  const call = await compileTurn(db, {
    ...turn,
    settings: parseSettings(turn.settings),
    base: turn.baseImage,
    references: turn.references.map((reference) => reference.image),
    route: first?.endpoint ?? null,
  });
  return describeCall(call, changesOf(turn.generations));
}

type Routed = Pick<Generation, "endpoint" | "earlierAttempts">;

/** Counts calls per change of route. */
function changesOf(generations: readonly Routed[]): RequestPreview["changedRoutes"] {
  const changes: RequestPreview["changedRoutes"] = [];
  for (const generation of generations) {
    const to = generation.endpoint;
    if (!isSentEndpoint(to)) continue;
    for (const from of refusedRoutesOf(generation)) {
      const known = changes.find((change) => change.from === from && change.to === to);
      if (known === undefined) changes.push({ from, to, count: 1 });
      else known.count += 1;
    }
  }
  return changes;
}

async function describeCall(
  call: CompiledCall,
  changedRoutes: RequestPreview["changedRoutes"],
): Promise<RequestPreview> {
  const { preview } = call;
  const body = await call.body();
  return {
    endpoint: preview.endpoint,
    method: "POST",
    path: preview.path,
    otherRoute: call.otherRoute,
    changedRoutes,
    model: preview.model,
    parameters: { ...preview.parameters },
    messages: preview.messages.map((message) => ({
      role: message.role,
      parts: [
        { type: "text", text: message.text },
        ...message.pictures.map((picture) => ({
          type: "image" as const,
          imageId: brandId<ImageId>(picture.imageId),
          label: picture.label,
          media: picture.media,
          byteCount: picture.bytes,
          width: picture.width,
          height: picture.height,
        })),
      ],
    })),
    byteCount: Number(body.headers["content-length"]),
    omittedInstructions: preview.earlierLeftOut,
  };
}
