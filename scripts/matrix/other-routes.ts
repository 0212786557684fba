import { randomUUID } from "node:crypto";
import { db } from "@/lib/server/db";
import { makeImage } from "../testing/studio";
import type { Openness } from "./expectation";
import { personOf, pixel, type Row } from "./row";
import { type Caller, LOCAL, makeThings, type Place, type World } from "./world";

/** A request below the studio's address. */
export type Ask = { path: string; init?: RequestInit };

/** What answers bytes, files, streams, or in another protocol's words: the matrix's other half. */
export type OtherRow = Openness &
  Pick<Row, "about" | "finds" | "also"> & {
    method: "GET" | "POST";
    /** A token alone opens it; no cookie does. */
    isForPrograms?: true;
    /** Answered with nothing where there is nothing to see, and that is no error. */
    isSilent?: true;
    /** What somebody finds besides, by another right than the table's. */
    besides?: { callers: readonly Caller[]; places: readonly Place[] };
    make(world: World, place: Place, caller: Caller): Promise<Ask> | Ask;
  };

const file = (
  path: string,
  permission: Openness["permission"],
  scopes: Openness["scopes"],
): OtherRow => ({
  method: "GET",
  access: "signed-in",
  about: "standing",
  permission,
  scopes,
  make: () => ({ path }),
});

const program = (
  method: OtherRow["method"],
  scopes: Openness["scopes"],
  make: OtherRow["make"],
  more: Partial<OtherRow> = {},
): OtherRow => ({
  access: "signed-in",
  permission: null,
  about: "self",
  method,
  scopes,
  isForPrograms: true,
  make,
  ...more,
});

const MODEL = "gpt-image-2-vip";
/** Refused for its size, by whoever has let the caller and the thread pass; nothing is drawn. */
const ODD_SIZE = "7x7";
const intoThread = { about: "object", permission: "write", also: [400] } as const;

type Things = ReturnType<typeof makeThings>;
const made = new WeakMap<World, Map<Place, Things>>();

/** The same things for every row: what is asked of them here changes nothing. */
function thingsOf(world: World, place: Place): Things {
  const known = made.get(world) ?? new Map<Place, Things>();
  made.set(world, known);
  const things = known.get(place) ?? makeThings(world, place);
  known.set(place, things);
  return things;
}

/** A request of the door that names a thread. */
async function naming(world: World, place: Place, path: string, init: RequestInit): Promise<Ask> {
  const headers = new Headers(init.headers);
  headers.set("x-pentimento-thread", (await thingsOf(world, place)).threadId);
  return { path, init: { ...init, headers } };
}

const json = (body: object): RequestInit => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function editForm(): FormData {
  const form = new FormData();
  form.set("model", MODEL);
  form.set("prompt", "Make it night");
  form.set("size", ODD_SIZE);
  form.set("image", new File([pixel], "pixel.png", { type: "image/png" }));
  return form;
}

/** By their folders under `app`: every route that is no operation, and that shows or does something of somebody's. */
export const OTHER_ROUTES: Record<string, OtherRow> = {
  "/api/images/[imageId]/[variant]": {
    method: "GET",
    access: "signed-in",
    about: "object",
    permission: "read",
    scopes: ["read"],
    make: async (world, place) => {
      const { imageId } = await thingsOf(world, place);
      return { path: `/api/images/${imageId}/256` };
    },
  },
  "/api/events": file("/api/events?after=0", "read", ["read"]),
  "/api/usage/attempts.csv": file("/api/usage/attempts.csv", "read", ["read"]),
  "/api/usage/spending.csv": file("/api/usage/spending.csv", "usage", ["read"]),
  "/api/audit.csv": file("/api/audit.csv", "manage", ["admin"]),
  "/api/instance/audit.csv": {
    ...file("/api/instance/audit.csv", null, ["admin"]),
    access: "instance-owner",
    about: "instance",
  },
  "/api/account/export": {
    ...file("/api/account/export", null, ["admin"]),
    about: "self",
    reach: "person",
  },
  "/api/avatars/[userId]": {
    method: "GET",
    access: "signed-in",
    about: "object",
    permission: "read",
    scopes: ["read"],
    isSilent: true,
    besides: { callers: ["instance", "token:instance"], places: ["own", "foreign"] },
    make: async (world, place) => {
      const userId = await personOf(world, place, "owner");
      if (place === "own" || place === "foreign") {
        const { id } = await makeImage(world.people.member);
        const { sha256 } = await db.image.findUniqueOrThrow({ where: { id } });
        await db.user.update({ where: { id: userId }, data: { avatarSha256: sha256 } });
      }
      return { path: `/api/avatars/${userId}` };
    },
  },
  "/v1/chat/completions": program(
    "POST",
    ["generate"],
    (world, place) => {
      const messages = [{ role: "user", content: "A boat" }];
      const body = { model: MODEL, messages, size: ODD_SIZE };
      return naming(world, place, "/v1/chat/completions", json(body));
    },
    intoThread,
  ),
  "/v1/images/generations": program(
    "POST",
    ["generate"],
    (world, place) => {
      const body = { model: MODEL, prompt: "A boat", size: ODD_SIZE };
      return naming(world, place, "/v1/images/generations", json(body));
    },
    intoThread,
  ),
  "/v1/images/edits": program(
    "POST",
    ["generate"],
    (world, place) => naming(world, place, "/v1/images/edits", { body: editForm() }),
    intoThread,
  ),
  "/v1/models": program("GET", ["read", "generate"], () => ({ path: "/v1/models" })),
  "/v1/models/[model]": program("GET", ["read", "generate"], () => ({
    path: `/v1/models/${MODEL}`,
  })),
  // What OpenAI has and we have not: there for nobody, and said to whoever may ask.
  "/v1/[[...path]]": program("GET", ["read", "generate"], () => ({ path: "/v1/files" }), {
    finds: [],
  }),
  "/mcp": program("POST", ["read", "generate", "share", "admin"], () => ({
    path: "/mcp",
    init: {
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: randomUUID(), method: "ping" }),
    },
  })),
};

/** The others, and why nobody's rights count there. */
export const OPEN_ROUTES: Record<string, string> = {
  "/healthz": "says that the process is alive",
  "/readyz": "says what a process lacks",
  "/api/[[...path]]": "is no operation, and says so",
  "/api/openapi.json": "says what could be asked, and nothing of what is here",
  "/api/auth/[...nextauth]": "signs in; next-auth's own protocol",
  "/i/[imageId]/[variant]": "the signature is the right (serve-signed.int.test.ts)",
  "/w/[workspaceId]": "leads on whoever comes; whom it lets stand there is tested below",
};

/** The request as it would come over the wire, with these headers. */
export function toRequest(
  { path, init }: Ask,
  method: OtherRow["method"],
  who: Record<string, string>,
): Request {
  const headers = new Headers(init?.headers);
  for (const [name, value] of Object.entries({ ...LOCAL, ...who })) headers.set(name, value);
  return new Request(`${LOCAL.origin}${path}`, { ...init, method, headers });
}
