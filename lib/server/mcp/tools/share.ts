import "server-only";
import { z } from "zod";
import { imageId } from "@/lib/contracts/ids";
import { DERIVATIVE_WIDTHS } from "@/lib/contracts/limits";
import { shareAddress } from "@/lib/server/domain/images/share-address";
import { defineTool } from "@/lib/server/mcp/tool";

const HOURS_DEFAULT = 24;
const HOURS_MAX = 7 * 24;

export const shareTool = defineTool({
  name: "share",
  title: "Make a link to a picture",
  description:
    "An address that shows one picture to whoever has it, without an account, until it expires. It cannot be taken back " +
    "before that but by deleting the picture: make one only where the person asks for it.",
  scopes: ["share"],
  isReadOnly: false,
  input: z.strictObject({
    imageId,
    edge: z
      .literal([...DERIVATIVE_WIDTHS, "original"])
      .default("original")
      .describe("The original, or a preview by its longer edge in pixels"),
    hours: z.int().min(1).max(HOURS_MAX).default(HOURS_DEFAULT).describe("How long it is good"),
  }),
  run: async ({ actor, clock, origin }, { imageId: id, edge, hours }) => {
    const shared = await shareAddress(actor, clock, id, { edge, hours });
    const url = origin + shared.path;
    const expiresAt = shared.expiresAt.toISOString();
    return { text: `${url}\nGood until ${expiresAt}.`, data: { url, expiresAt } };
  },
});
