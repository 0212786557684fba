/** Code under `from` may import code under `to`; `words` complete "… imports …:". */
export interface Room {
  from: string;
  to: readonly string[];
  words: string;
}

const pure = ["lib/contracts/", "lib/utils/"];
const rooms = (...names: string[]) => names.map((name) => `lib/server/${name}/`);

/** What every room may use; none of it knows a database. */
const ground = ["lib/server/clock.ts", "lib/server/errors.ts", ...rooms("env", "log")];
/** What every room with a database may use. */
const stored = [...ground, ...rooms("db", "generated")];

/** Each room of lib/server with the rooms below it. */
const server: readonly Room[] = [
  only("env", [], "env reads the settings and knows nothing else"),
  only("log", ["env"], "log is below everything that logs"),
  only("db", ["log", "env", "generated"], "db opens connections; queries belong to domain/"),
  room("request", [], "a request is described below everything that asks about it"),
  room("imaging", [], "imaging knows pixels; let domain/ join it with the rest"),
  room("blobs", ["imaging"], "blobs are bytes by their hash; let domain/ give them meaning"),
  room("upstream", ["imaging"], "upstream knows no database; let domain/ join them"),
  room("mail", [], "mail sends what it is given; let domain/ decide what", ["messages/"]),
  room("auth", ["request"], "auth is ground: what it needs from above, pass in as an argument"),
  room("events", ["auth"], "events carry what domain/ publishes and know no noun"),
  room(
    "domain",
    ["auth", "request", "upstream", "blobs", "imaging", "events", "mail"],
    "the domain serves routes and jobs alike, so it knows neither http/ nor jobs/",
    ["lib/sandbox/server.ts", "package.json"],
  ),
  room(
    "http",
    ["domain", "auth", "request", "blobs", "imaging", "events"],
    "http/ turns requests into domain calls and knows no job",
  ),
  room(
    "jobs",
    ["domain", "events"],
    "jobs/ claims work and keeps its leases; the steps of a generation belong to domain/generations",
  ),
  room(
    "sign-in",
    ["http", "domain", "auth", "request"],
    "sign-in/ adapts next-auth; decisions about accounts belong to domain/accounts",
  ),
  room(
    "openai-compat",
    ["http", "domain", "auth", "request", "blobs", "imaging", "events"],
    "openai-compat/ translates a foreign protocol; what it decides belongs to domain/",
    ["messages/"],
  ),
  room(
    "mcp",
    ["http", "domain", "auth", "request", "blobs", "imaging", "events"],
    "mcp/ translates a foreign protocol; what it decides belongs to domain/",
  ),
  room("openapi", [], "the API document derives from lib/contracts alone"),
  {
    from: "lib/server/",
    to: ["lib/server/", ...pure],
    words: "the server knows no screen and no route",
  },
];

/** A room below the ground of the others. */
function only(name: string, below: string[], words: string): Room {
  const to = [...rooms(name, ...below), "lib/server/errors.ts", ...pure];
  return { from: `lib/server/${name}/`, to, words };
}

function room(name: string, below: string[], words: string, also: string[] = []): Room {
  const files = ["imaging", "blobs", "upstream", "mail", "request"].includes(name)
    ? ground
    : stored;
  const to = [`lib/server/${name}/`, ...rooms(...below), ...files, ...pure, ...also];
  return { from: `lib/server/${name}/`, to, words };
}

/** Folders of components/, each of which may import the ones before it. */
const screens = [
  ["ui"],
  ["picture", "account"],
  ["shell"],
  ["ledger", "docs", "links"],
  ["generation", "composer", "viewer"],
  ["studio", "share"],
  ["settings"],
];

const browser = ["lib/client/", ...pure];

const screenRooms: readonly Room[] = screens.flatMap((names, level) => {
  const below = screens.slice(0, level).flat();
  return names.map((name) => ({
    from: `components/${name}/`,
    to: [...[name, ...below].map((one) => `components/${one}/`), "messages/", ...browser],
    words: `components/${name} may use ${below.join(", ") || "no other folder"}; move what both need further down`,
  }));
});

/** The first room whose `from` begins a path is that file's room. */
export const ROOMS: readonly Room[] = [
  { from: "lib/utils/", to: ["lib/utils/"], words: "lib/utils is pure and imports nothing else" },
  {
    from: "lib/contracts/",
    to: pure,
    words: "contracts are shared by browser and server, so they import neither",
  },
  {
    from: "lib/client/",
    to: browser,
    words: "browser code reaches the server through call() alone",
  },
  {
    from: "lib/sandbox/",
    to: ["lib/sandbox/"],
    words: "the sandbox is a server of its own that shares only the wire contract with the studio",
  },
  ...screenRooms,
  {
    from: "components/",
    to: ["components/", "messages/", ...browser],
    words: "components know no server and no route; they ask lib/client for data",
  },
  ...server,
  {
    from: "app/",
    to: ["app/", "components/", "lib/", "messages/"],
    words: "app is at the top",
  },
];
