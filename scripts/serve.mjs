// The studio's own HTTP server around Next. Plain JavaScript without a loader: this is the process that lives.
// It is told everything by its environment (checked by whoever starts it): PORT, HOST, NODE_ENV, DATABASE_URL, DATA_DIR.
import http from "node:http";
import next from "next";

const isDev = process.argv.includes("--dev");
const host = process.env.HOST || "0.0.0.0";
const port = Number(process.env.PORT || 3000);

/** Uploads of 60 MB over a slow line take their time; Node's own limit is five minutes. */
const requestTimeoutMs = 15 * 60_000;
/** Above the 60 s after which common proxies drop an idle connection, so that they hang up first. */
const keepAliveMs = 65_000;
/** How long answers that are under way may take once everything else has ended. */
const closePatienceMs = 5_000;

const forwardingHeaders = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/** What a process that only makes pictures answers: whether it lives, and whether it can work. */
const workerPaths = ["/healthz", "/readyz"];
const isWorker = process.env.PENTIMENTO_ROLE === "worker";

/**
 * Two headers are what this server says about a request, and nobody else: who is really at the other end
 * of the socket, and whether a proxy said it forwards. (Next fills in `x-forwarded-for` by itself.)
 *
 * @param {http.IncomingMessage} request
 */
function vouch(request) {
  const { headers } = request;
  delete headers["x-pentimento-forwarded"];
  // A proxy with no settings of its own (nginx) speaks HTTP/1.0 and adds no header; no browser does that.
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
const server = http.createServer(
  { requestTimeout: requestTimeoutMs, noDelay: true },
  (req, res) => {
    if (isWorker && !workerPaths.includes(req.url ?? "")) {
      res.writeHead(404).end();
      return;
    }
    vouch(req);
    // Next answers 500 by itself; what reaches us is a broken connection.
    handle(req, res).catch(() => res.destroy());
  },
);
server.keepAliveTimeout = keepAliveMs;
server.headersTimeout = keepAliveMs + 1_000;

const app = next({ dev: isDev, dir: ".", hostname: host, port, httpServer: server });

/** A supervisor and our own parent may both pass on one signal. */
const sameSignalMs = 1_000;
let isStopping = false;
let lastSignalAt = 0;
let isHurried = false;

/**
 * The first signal lets calls under way finish; the second gives them up, which takes a few seconds at most (the app
 * writes down what became of each); the third ends the process.
 */
function onSignal() {
  const now = Date.now();
  if (isStopping && now - lastSignalAt < sameSignalMs) return;
  lastSignalAt = now;
  if (!isStopping) void stop();
  else if (isHurried) process.exit(1);
  else {
    isHurried = true;
    globalThis[Symbol.for("pentimento.hurry")]?.();
  }
}

/**
 * Takes no new connection, lets the app finish (it registers how: jobs drain, streams close, the database is left),
 * and ends.
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

process.on("SIGTERM", onSignal);
process.on("SIGINT", onSignal);
// Whoever started us was killed: leave the port to the next start.
process.on("disconnect", () => void (isStopping || stop()));

await app.prepare();
handle = app.getRequestHandler();
server.once("error", (error) => {
  console.error(`\n✗ ${explain(error)}`);
  process.exit(1);
});
server.listen(port, host, () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : port });
});
