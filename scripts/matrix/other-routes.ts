import { randomUUID } from "node:crypto";
import { db } from "@/lib/server/db";
import { makeImage } from "../testing/studio";
import type { Openness } from "./expectation";
import { downloadRoute } from "./rows-of-collections";
import { personOf, pixel, type Row } from "./row";
import { type Caller, LOCAL, makeThings, type Target, type World } from "./world";

/** A request, by its path below the studio's address. */
export type RequestSpec = { path: string; init?: RequestInit };

/** Routes that answer bytes, files, streams, or in another protocol: the matrix's other half. */
export type OtherRow = Openness &
  Pick<Row, "about" | "finds" | "curatorsFind" | "also"> & {
    method: "GET" | "POST";
    /** Accepts tokens only, no cookie. */
    isForPrograms?: true;
    /** Things that belong to one person: `make` is asked once for each caller. */
    isOfCaller?: true;
    /** Answers empty instead of with an error where nothing is visible. */
    isSilent?: true;
    /** What some callers can see in addition to the permission table. */
    besides?: { callers: readonly Caller[]; targets: readonly Target[] };
    make(world: World, target: Target, caller: Caller): Promise<RequestSpec> | RequestSpec;
  };

const file = (
  path: string,
  permission: Openness["permission"],
  scopes: Openness["scopes"],
): OtherRow => ({
  method: "GET",
  access: "signed-in",
  about: "selected",
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
/** Refused for its size, after the checks of caller and thread have passed; nothing is drawn. */
const ODD_SIZE = "7x7";
const intoThread = { about: "object", permission: "write", also: [400] } as const;

type Things = ReturnType<typeof makeThings>;
const made = new WeakMap<World, Map<Target, Things>>();

/** Shared by all rows: these requests change nothing. */
function thingsOf(world: World, target: Target): Things {
  const known = made.get(world) ?? new Map<Target, Things>();
  made.set(world, known);
  const things = known.get(target) ?? makeThings(world, target);
  known.set(target, things);
  return things;
}

/** An OpenAI-compatible request that names a thread. */
async function withThread(
  world: World,
  target: Target,
  path: string,
  init: RequestInit,
): Promise<RequestSpec> {
  const headers = new Headers(init.headers);
  headers.set("x-pentimento-thread", (await thingsOf(world, target)).threadId);
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

/** By folder under `app`: every route that is no operation, and that shows or changes a user's data. */
export const OTHER_ROUTES: Record<string, OtherRow> = {
  "/api/images/[imageId]/[variant]": {
    method: "GET",
    access: "signed-in",
    about: "object",
    permission: "read",
    scopes: ["read"],
    curatorsFind: ["deleted"],
    make: async (world, target) => {
      const { imageId } = await thingsOf(world, target);
      return { path: `/api/images/${imageId}/256` };
    },
  },
  "/api/downloads/[downloadId]": downloadRoute,
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
    besides: { callers: ["instance", "token:instance"], targets: ["own", "foreign"] },
    make: async (world, target) => {
      const userId = await personOf(world, target, "owner");
      if (target === "own" || target === "foreign") {
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
    (world, target) => {
      const messages = [{ role: "user", content: "A boat" }];
      const body = { model: MODEL, messages, size: ODD_SIZE };
      return withThread(world, target, "/v1/chat/completions", json(body));
    },
    intoThread,
  ),
  "/v1/images/generations": program(
    "POST",
    ["generate"],
    (world, target) => {
      const body = { model: MODEL, prompt: "A boat", size: ODD_SIZE };
      return withThread(world, target, "/v1/images/generations", json(body));
    },
    intoThread,
  ),
  "/v1/images/edits": program(
    "POST",
    ["generate"],
    (world, target) => withThread(world, target, "/v1/images/edits", { body: editForm() }),
    intoThread,
  ),
  "/v1/models": program("GET", ["read", "generate"], () => ({ path: "/v1/models" })),
  "/v1/models/[model]": program("GET", ["read", "generate"], () => ({
    path: `/v1/models/${MODEL}`,
  })),
  // Endpoints of OpenAI that the studio lacks: every authorized caller gets "not found".
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

const SHARE = "the link grants access to a visitor (domain/shares/*.int.test.ts)";

/** All other routes, and why permissions do not apply to them. */
export const OPEN_ROUTES: Record<string, string> = {
  "/healthz": "reports that the process is alive",
  "/readyz": "reports what a process lacks",
  "/api/[[...path]]": "answers that there is no such operation",
  "/api/openapi.json": "describes the API, not the data",
  "/api/auth/[...nextauth]": "signs in; next-auth's own protocol",
  "/s/i/[shareId]/[imageId]/[variant]": "the signature grants access (serve-signed.int.test.ts)",
  "/s/[token]/data": SHARE,
  "/s/[token]/unlock": SHARE,
  "/s/[token]/images/[imageId]/[variant]": SHARE,
  "/s/[token]/comments": SHARE,
  "/s/[token]/comments/[commentId]": SHARE,
  "/s/[token]/picks/[imageId]": SHARE,
  "/s/[token]/verdict": SHARE,
  "/s/[token]/events": SHARE,
  "/s/[token]/card": SHARE,
  "/s/[token]/download": SHARE,
  "/s/[token]/continue": `${SHARE}; its workspace is one of the visitor's own, with \`write\` (continue)`,
  "/w/[workspaceId]": "redirects everyone; a test checks who may select the workspace",
};

/** The request as it would arrive over HTTP, with these headers. */
export function toRequest(
  { path, init }: RequestSpec,
  method: OtherRow["method"],
  who: Record<string, string>,
): Request {
  const headers = new Headers(init?.headers);
  for (const [name, value] of Object.entries({ ...LOCAL, ...who })) headers.set(name, value);
  return new Request(`${LOCAL.origin}${path}`, { ...init, method, headers });
}
