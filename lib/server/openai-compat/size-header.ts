import "server-only";
import { COMPAT_SIZE_HEADER } from "@/lib/contracts/openai-compat";
import { madeSize } from "@/lib/server/domain/compat-orders/asked-size";
import type { Placed } from "@/lib/server/domain/compat-orders/place-order";
import { db } from "@/lib/server/db";
import { parseSettings } from "@/lib/server/domain/views/turn";

/**
 * Adds a header with the requested and the actual size: exact pixels, or a shape. A repeated request gets that of the
 * first.
 */
export async function withSizeHeader(
  answer: Response,
  { turnId, workspaceId }: Placed,
  requested: string,
): Promise<Response> {
  const turn = await db.turn.findFirst({
    where: { id: turnId, workspaceId },
    select: { settings: true },
  });
  if (turn === null) return answer;
  const made = madeSize(parseSettings(turn.settings));
  // Headers are ASCII only, and "1024×1024" is a size.
  const plain = requested
    .normalize("NFKC")
    .replaceAll("×", "x")
    .replaceAll(/[^ -~]|["\\]/g, "");
  answer.headers.set(COMPAT_SIZE_HEADER, `asked="${plain.trim()}", made="${made}"`);
  return answer;
}
