import "server-only";
import { z } from "zod";
import { generationId, type WorkspaceId } from "@/lib/contracts/ids";
import { authorizeGeneration } from "@/lib/server/auth/access";
import { brandId } from "@/lib/server/domain/brand";
import { lookAgain } from "@/lib/server/domain/generations/look-again";
import { pictureAnswer } from "@/lib/server/mcp/picture-answer";
import { defineTool } from "@/lib/server/mcp/tool";

const WAIT_DEFAULT_S = 60;
const WAIT_MAX_S = 900;

export const lookAgainTool = defineTool({
  name: "look_again",
  title: "Read a kept answer again",
  description:
    "Reads the kept answer of a generation that ended without a picture again, and fetches the images it links to. " +
    "Nothing is sent and nothing is paid, so try this before making the picture again.",
  scopes: ["generate"],
  isReadOnly: false,
  input: z.strictObject({
    generationId: generationId.describe("The failed generation, from the answer that reported it"),
    waitSeconds: z
      .int()
      .min(0)
      .max(WAIT_MAX_S)
      .default(WAIT_DEFAULT_S)
      .describe("How long to wait for the result. Unfinished work continues afterwards"),
  }),
  run: async (call, { generationId: id, waitSeconds }) => {
    const { turnId, threadId } = await lookAgain(call.actor, {
      generationId: id,
      path: null,
      keep: false,
    });
    const { workspaceId } = await authorizeGeneration(call.actor, id, "write");
    const ref = { turnId, threadId, workspaceId: brandId<WorkspaceId>(workspaceId) };
    return pictureAnswer(call, ref, waitSeconds);
  },
});
