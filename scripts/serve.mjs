// The studio's HTTP server around Next. Plain JavaScript without a loader, since this is the long-running process.
// Configured by environment variables, validated by the parent: PORT, HOST, NODE_ENV, DATABASE_URL, DATA_DIR.
import http from "node:http";
import next from "next";
import { countStops } from "./launch/stop-levels.mjs";
import { tidyPath } from "./launch/tidy-path.mjs";
import { staticFiles } from "./serve/static-files.mjs";
import { warmUp } from "./serve/warm-up.mjs";
import {
  headersOfEveryReply,
  refuseBrokenRequest,
  responseWith,
} from "./serve/studio-response.mjs";

const isDev = process.argv.includes("--dev");
const host = process.env.HOST || "0.0.0.0";
const port = Number(process.env.PORT || 3000);

/** Uploads of 60 MB on a slow connection need longer than Node's default of five minutes. */
const requestTimeoutMs = 15 * 60_000;
/** Above the 60 s after which common proxies drop an idle connection, so that the proxy closes first. */
const keepAliveMs = 65_000;
/** How long responses in progress may take during shutdown. */
const closePatienceMs = 5_000;

const forwardingHeaders = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/** The only paths that a worker process answers: liveness and readiness. */
const workerPaths = ["/healthz", "/readyz"];
const isWorker = process.env.PENTIMENTO_ROLE === "worker";

/**
 * Sets the two headers that only this server may set: the socket's peer address, and whether a proxy forwarded the
 * request. (Next sets `x-forwarded-for` itself.)
 *
 * @param {http.IncomingMessage} request
 */
function setTrustedHeaders(request) {
  const { headers } = request;
  delete headers["x-pentimento-forwarded"];
  // An unconfigured proxy (nginx) speaks HTTP/1.0 and adds no header; no browser does that.
  const isForwarded =
    request.httpVersion === "1.0" || forwardingHeaders.some((name) => name in headers);
  if (isForwarded) headers["x-pentimento-forwarded"] = "1";
  headers["x-pentimento-peer"] = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
}

/** @param {NodeJS.ErrnoException} error */
function explain(error) {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Stop it, or choose another with PORT=${port + 1}.`;
  }
  if (error.code === "EACCES") {
    return `This account may not listen on port ${port}. Choose one above 1023 with PORT=3000.`;
  }
  return `Cannot listen on ${host}:${port} (${error.message}). Correct HOST and PORT.`;
}

/** @type {import("next").NextServer["getRequestHandler"] extends () => infer H ? H : never} */
let handle;
const sendStaticFile = isDev ? async () => false : staticFiles(".");

/**
 * @param {http.IncomingMessage} req
 * @param {http.ServerResponse} res
 */
async function answer(req, res) {
  if (!(await sendStaticFile(req, res))) await handle(req, res);
}

const always = headersOfEveryReply(process.env.PENTIMENTO_URL);
const server = http.createServer(
  { requestTimeout: requestTimeoutMs, noDelay: true, ServerResponse: responseWith(always) },
  (req, res) => {
    if (isWorker && !workerPaths.includes(req.url ?? "")) {
      res.writeHead(404).end();
      return;
    }
    setTrustedHeaders(req);
    req.url = tidyPath(req.url ?? "/");
    // Next answers 500 itself; only a broken connection rejects here.
    answer(req, res).catch(() => res.destroy());
  },
);
server.on("clientError", refuseBrokenRequest(always));
server.keepAliveTimeout = keepAliveMs;
server.headersTimeout = keepAliveMs + 1_000;

const app = next({ dev: isDev, dir: ".", hostname: host, port, httpServer: server });

let isStopping = false;

/**
 * The first stop request lets running calls finish; the second aborts them, which takes a few seconds at most (the app
 * records each outcome); the third ends the process.
 */
const countStop = countStops((level) => {
  if (level === 1) void stop();
  else if (level === 2) globalThis[Symbol.for("pentimento.hurry")]?.();
  else process.exit(1);
});

/**
 * Refuses new connections, runs the app's shutdown hook (jobs drain, streams close, the database disconnects), and
 * exits.
 */
async function stop() {
  isStopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  try {
    await globalThis[Symbol.for("pentimento.shutdown")]?.();
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  const force = setTimeout(() => server.closeAllConnections(), closePatienceMs);
  server.closeIdleConnections();
  await closed;
  clearTimeout(force);
  await app.close().catch(() => undefined);
  process.exit();
}

// A supervisor may signal every process; the parent process sends a message.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => countStop("signal"));
process.on("message", (message) => message?.stop === true && countStop("parent"));
// The parent process was killed: free the port for the next start.
process.on("disconnect", () => isStopping || countStop("parent"));

await app.prepare();
handle = app.getRequestHandler();
server.once("error", (error) => {
  console.error(`\n✗ ${explain(error)}`);
  process.exit(1);
});
/** @param {import("node:net").AddressInfo | null} address */
async function announceReady(address) {
  if (address !== null && !isDev && !isWorker) await warmUp(address);
  process.send?.({ port: address?.port ?? port });
}

server.listen(port, host, () => {
  const address = server.address();
  void announceReady(typeof address === "object" ? address : null);
});
