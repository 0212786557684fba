import { GET as getComments, POST as postComment } from "@/app/s/[token]/comments/route";
import { GET as getOffer, POST as postContinue } from "@/app/s/[token]/continue/route";
import { GET as getData } from "@/app/s/[token]/data/route";
import { GET as getZip } from "@/app/s/[token]/download/route";
import { GET as getImage } from "@/app/s/[token]/images/[imageId]/[variant]/route";
import { DELETE as unpick, PUT as pick } from "@/app/s/[token]/picks/[imageId]/route";
import { POST as unlock } from "@/app/s/[token]/unlock/route";
import { POST as postVerdict } from "@/app/s/[token]/verdict/route";
import { type VisitorReview, visitorReview } from "@/lib/contracts/share-reviews";
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

/** A visitor with a browser of their own, who keeps the cookies that they are given. */
export function makeReviewer(token: string, cookie = "", address = "127.0.0.1") {
  let jar = cookie;
  const headersOf = (type: Record<string, string> = {}) => ({
    ...type,
    "x-pentimento-peer": address,
    ...(jar !== "" && { cookie: jar }),
  });
  const keep = (answer: Response) => {
    const set = answer.headers.get("set-cookie")?.split(";")[0];
    if (set !== undefined) jar = [jar, set].filter(Boolean).join("; ");
    return answer;
  };
  const json = (method: string, body: object) => ({ method, body: JSON.stringify(body) });
  const type = { "content-type": "application/json" };
  const send = (path: string, method: string, body: object) =>
    visit(`${token}/${path}`, headersOf(type), json(method, body));
  return {
    async review(): Promise<VisitorReview> {
      const request = visit(`${token}/comments`, headersOf());
      const answer = await getComments(request, { params: Promise.resolve({ token }) });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      return visitorReview.parse(await answer.json());
    },
    comment: async (body: object) =>
      keep(
        await postComment(send("comments", "POST", body), { params: Promise.resolve({ token }) }),
      ),
    pick: async (imageId: string, body: object = {}) =>
      keep(
        await pick(send(`picks/${imageId}`, "PUT", body), {
          params: Promise.resolve({ token, imageId }),
        }),
      ),
    unpick: (imageId: string) =>
      unpick(visit(`${token}/picks/${imageId}`, headersOf(), { method: "DELETE" }), {
        params: Promise.resolve({ token, imageId }),
      }),
    verdict: async (body: object) =>
      keep(
        await postVerdict(send("verdict", "POST", body), { params: Promise.resolve({ token }) }),
      ),
  };
}

/** "Continue in my studio", as a visitor's browser asks for it. */
export function requestContinue(
  token: string,
  cookie: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const type = { "content-type": "application/json" };
  const init = { method: "POST", body: JSON.stringify(body) };
  const request = visit(`${token}/continue`, { ...type, ...headers, cookie }, init);
  return postContinue(request, { params: Promise.resolve({ token }) });
}

/** Where a visitor may continue. */
export const requestOffer = (token: string, cookie = "") =>
  getOffer(visit(`${token}/continue`, { cookie }), { params: Promise.resolve({ token }) });

/** The cookie of a person who is signed in. */
export async function cookieOf(person: Actor): Promise<string> {
  const session = await openSession({ id: person.userId, sessionVersion: 0 }, "");
  return (await sessionCookie(new Headers(LOCAL), session)).split(";")[0] ?? "";
}
