// Floor of the row "waiting": a process that makes a number of concurrent requests on command and nothing else. Plain
// JavaScript without a loader, so that its memory is Node's own.
import http from "node:http";

const [, , url = "", count = "0"] = process.argv;

process.on("message", (/** @type {"go" | "collect"} */ word) => {
  if (word === "go") go();
  else collect();
});

function go() {
  for (let n = 0; n < Number(count); n += 1) {
    const request = http.request(url, { method: "POST", agent: false }, (response) => {
      response.resume();
    });
    request.on("error", () => undefined);
    request.end("{}");
  }
}

/** Runs a garbage collection; needs --expose-gc. */
function collect() {
  globalThis.gc?.();
  process.send?.("collected");
}
