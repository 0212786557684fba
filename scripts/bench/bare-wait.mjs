// The floor of the row "waiting": a process that makes so many requests at once when told to, and nothing else.
// Plain JavaScript without a loader, so that its memory is Node's own.
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

/** Gives up all garbage; there with --expose-gc. */
function collect() {
  globalThis.gc?.();
  process.send?.("collected");
}
