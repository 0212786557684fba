import { GET as getData } from "@/app/s/[token]/data/route";
import { GET as getZip } from "@/app/s/[token]/download/route";
import { GET as getImage } from "@/app/s/[token]/images/[imageId]/[variant]/route";
import { POST as unlock } from "@/app/s/[token]/unlock/route";
import { type ShareData, shareData } from "@/lib/contracts/share-view";
import { shareCreateBody } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { sessionCookie } from "@/lib/server/auth/cookie";
import { openSession } from "@/lib/server/auth/sessions";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { createShare } from "@/lib/server/domain/shares/create";
import { makeImage } from "./studio";
import { addPaintedTurn, makePaintedThread } from "./thread";

const ORIGIN = "http://localhost:3000";
/** Headers of a visitor on this machine. */
export const LOCAL = { host: "localhost:3000", "x-pentimento-peer": "127.0.0.1" };
export const shareDeps = { clock: systemClock, origin: ORIGIN };

export const SHARED_PROMPT = "A harbour with the secret lamp";

/** Shares something; `token` is the last part of the address. */
export async function makeShare(creator: Actor, body: object) {
  const made = await createShare(creator, shareCreateBody.parse(body), shareDeps);
  return { ...made, token: tokenOf(made.url) };
}

export const tokenOf = (url: string | null) => url?.split("/s/")[1] ?? "";

/** A visible thread of two turns: the second refines the first, with a reference. */
export async function makeSharedThread(creator: Actor) {
  const first = await makePaintedThread(creator, {
    visibility: "workspace",
    title: "Secret lamp",
    prompt: SHARED_PROMPT,
  });
  const second = await addPaintedTurn(creator, first.thread.id, { prompt: "Make the lamp red" });
  const reference = await makeImage(creator, "#336699");
  await db.turn.update({
    where: { id: second.turn.id },
    data: { parentTurnId: first.turn.id, baseImageId: first.image.id },
  });
  await db.image.update({
    where: { id: second.image.id },
    data: { parentImageId: first.image.id },
  });
  await db.reference.create({
    data: { turnId: second.turn.id, position: 0, imageId: reference.id },
  });
  return { first, second, reference };
}

/** A request below `/s/`, as a visitor's browser sends it. */
export const visit = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request(`${ORIGIN}/s/${path}`, { ...init, headers: { ...LOCAL, ...headers } });

export const requestData = (token: string, headers: Record<string, string> = {}) =>
  getData(visit(`${token}/data`, headers), { params: Promise.resolve({ token }) });

/** Throws unless the visitor is admitted. */
export async function readShare(
  token: string,
  headers: Record<string, string> = {},
): Promise<ShareData> {
  const response = await requestData(token, headers);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return shareData.parse(await response.json());
}

/** Read to its end, so that no file stays open. */
export async function requestImage(
  token: string,
  imageId: string,
  variant = "512",
  { headers = {}, query = "" }: { headers?: Record<string, string>; query?: string } = {},
): Promise<Response> {
  const request = visit(`${token}/images/${imageId}/${variant}${query}`, headers);
  const answer = await getImage(request, { params: Promise.resolve({ token, imageId, variant }) });
  const bytes = await answer.arrayBuffer();
  return new Response(bytes.byteLength === 0 ? null : bytes, answer);
}

export async function requestZip(
  token: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = visit(`${token}/download`, headers);
  const answer = await getZip(request, { params: Promise.resolve({ token }) });
  return new Response(await answer.arrayBuffer(), answer);
}

export function enterPassword(
  token: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = { method: "POST", body: JSON.stringify({ password }) };
  const type = { "content-type": "application/json" };
  const request = visit(`${token}/unlock`, { ...type, ...headers }, init);
  return unlock(request, { params: Promise.resolve({ token }) });
}

/** The cookie of a person who is signed in. */
export async function cookieOf(person: Actor): Promise<string> {
  const session = await openSession({ id: person.userId, sessionVersion: 0 }, "");
  return (await sessionCookie(new Headers(LOCAL), session)).split(";")[0] ?? "";
}
