import "server-only";
import { z } from "zod";
import { IMAGE_LIST_SORTS, IMAGE_LIST_VIEWS, IMAGE_PAGE_MAX } from "@/lib/contracts/image-lists";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";
import type { ListedImage } from "@/lib/contracts/images";
import { listImages } from "@/lib/server/domain/images/queries";
import { previewsOf } from "@/lib/server/mcp/previews";
import { defineTool } from "@/lib/server/mcp/tool";
import { cursor, pageText, previews } from "@/lib/server/mcp/tools/look";
import { sayImage } from "@/lib/server/mcp/words";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

/** Instructions may have 32,000 characters. */
const PROMPT_CHARS = 200;

const LANGUAGE = [
  "Words match any part of the instruction, name, thread title, the model's text, tags and people, in any language.",
  'Filters: by:NAME by:me model:NAME shape:16:9 size:>=2k before:2026-11-01 after:2026-11 tag:NAME in:"COLLECTION"',
  'is:favourite is:upload has:parent. "a phrase" in quotes; -word and -filter:… exclude.',
].join(" ");

export const searchImagesTool = defineTool({
  name: "search_images",
  title: "Search the pictures",
  description:
    "Finds pictures of the workspace by words and filters, with what each was made from. A search that finds nothing is " +
    "made again without a typing error, and says so.",
  scopes: ["read"],
  isReadOnly: true,
  input: z.strictObject({
    query: z.string().max(QUERY_MAX_CHARS).describe(LANGUAGE),
    view: z.enum(IMAGE_LIST_VIEWS).optional(),
    sort: z.enum(IMAGE_LIST_SORTS).exclude(["manual"]).optional(),
    limit: z.int().min(1).max(IMAGE_PAGE_MAX).optional().describe("Default: 30"),
    cursor,
    previews,
  }),
  run: async ({ actor }, { previews: isShown, ...query }) => {
    const list = await listImages(actor, query);
    const ids = list.images.map(({ id }) => id);
    const corrected = list.corrected === null ? [] : [`Searched for: ${list.corrected}`];
    return {
      text: pageText([...corrected, ...list.images.map(sayFound)], list.nextCursor),
      data: list,
      previews: isShown ? await previewsOf(ids, "w256") : [],
    };
  },
});

function sayFound(image: ListedImage): string {
  const { prompt, model, createdBy, tags, isFavourite, threadId } = image;
  const parts = [
    `by ${createdBy.name}`,
    ...(model === null ? [] : [model]),
    ...(tags.length === 0 ? [] : [`tags ${tags.map(({ name }) => name).join(", ")}`]),
    ...(isFavourite ? ["favourite"] : []),
    ...(threadId === null ? [] : [`thread ${threadId}`]),
    ...(prompt === null ? [] : [JSON.stringify(shortenPrompt(prompt, PROMPT_CHARS))]),
  ];
  return `${sayImage(image)}, ${parts.join(", ")}`;
}
