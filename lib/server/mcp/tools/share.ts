import "server-only";
import { z } from "zod";
import { imageId } from "@/lib/contracts/ids";
import { DERIVATIVE_WIDTHS } from "@/lib/contracts/limits";
import { shareAddress } from "@/lib/server/domain/shares/share-address";
import { defineTool } from "@/lib/server/mcp/tool";

const HOURS_DEFAULT = 24;
const HOURS_MAX = 7 * 24;

export const shareTool = defineTool({
  name: "share",
  title: "Make a link to a picture",
  description:
    "Creates a link that shows one picture to anyone who has it, without an account, until it expires. It can only be revoked " +
    "by deleting the picture, so create one only when the person asks for it.",
  scopes: ["share"],
  isReadOnly: false,
  input: z.strictObject({
    imageId,
    edge: z
      .literal([...DERIVATIVE_WIDTHS, "original"])
      .default("original")
      .describe("The original, or a preview by its longer edge in pixels"),
    hours: z.int().min(1).max(HOURS_MAX).default(HOURS_DEFAULT).describe("How long the link works"),
  }),
  run: async ({ actor, clock, origin }, { imageId: id, edge, hours }) => {
    const shared = await shareAddress(actor, { imageId: id, edge, hours }, { clock });
    const url = origin + shared.path;
    const expiresAt = shared.expiresAt.toISOString();
    return { text: `${url}\nGood until ${expiresAt}.`, data: { url, expiresAt } };
  },
});
