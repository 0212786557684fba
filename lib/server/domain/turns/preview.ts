import "server-only";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { RequestPreview, TurnDraft } from "@/lib/contracts/turns";
import { authorizeTurn } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { compileTurn } from "@/lib/server/domain/turns/compile-turn";
import { checkDraft } from "@/lib/server/domain/turns/draft";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { AppError } from "@/lib/server/errors";
import { type CompiledCall } from "@/lib/server/upstream/compile";

/** What would go upstream if the draft were sent now. Throws what sending it would throw. */
export async function previewDraft(actor: Actor, draft: TurnDraft): Promise<RequestPreview> {
  const checked = await checkDraft(actor, draft, db);
  return describeCall(await compileTurn(db, checked));
}

/**
 * What went upstream for a turn, compiled again by the same code from the same rows. Throws `not_found`, and `conflict`
 * for a crop, of which nothing went upstream.
 */
export async function previewTurn(actor: Actor, turnId: TurnId): Promise<RequestPreview> {
  const { id } = await authorizeTurn(actor, turnId, "read");
  const turn = await db.turn.findUniqueOrThrow({
    where: { id },
    include: {
      baseImage: true,
      references: { include: { image: true }, orderBy: { position: "asc" } },
      generations: { where: { endpoint: "local" }, select: { id: true } },
    },
  });
  if (turn.generations.length > 0) throw new AppError("conflict");
  const call = await compileTurn(db, {
    ...turn,
    settings: parseSettings(turn.settings),
    base: turn.baseImage,
    references: turn.references.map((reference) => reference.image),
  });
  return describeCall(call);
}

async function describeCall(call: CompiledCall): Promise<RequestPreview> {
  const { preview } = call;
  const body = await call.body();
  return {
    endpoint: preview.endpoint,
    method: "POST",
    path: preview.path,
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
