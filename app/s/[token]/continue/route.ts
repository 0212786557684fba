import { continueBody } from "@/lib/contracts/share-continue";
import { continueShare, loadContinueOffer } from "@/lib/server/domain/shares/continue";
import { readJson } from "@/lib/server/http/body";
import { parse } from "@/lib/server/http/parse";
import { shareJson, shareRoute } from "@/lib/server/http/share-route";
import { languageOf } from "@/lib/server/http/visitor";
import en from "@/messages/en/share.json";
import zh from "@/messages/zh/share.json";

const MESSAGES = { en, zh };

/** Who is signed in, and the workspaces in which they may continue. */
export const GET = shareRoute("share.continueOffer", async ({ visitor }) =>
  shareJson(await loadContinueOffer(visitor)),
);

/** Takes the path to an image over into the visitor's own workspace, as a new thread. */
export const POST = shareRoute("share.continue", async ({ visitor, request, clock }) => {
  const body = parse(continueBody, await readJson(request));
  const { untitled } = MESSAGES[languageOf(request)].continue;
  return shareJson(await continueShare(visitor, body, { clock, untitled }));
});
