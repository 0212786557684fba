import http from "node:http";

/** Requested without a session: a form, and the start page, which redirects. Both load most of what any page needs. */
const PAGES = ["/sign-in", "/"];
/** A start must not hang on a slow page. */
const PATIENCE_MS = 15_000;

/**
 * Requests pages once, so that their code is loaded before the first visitor comes. Failures are left to visitors'
 * requests to report.
 *
 * @param {import("node:net").AddressInfo} address where the server listens
 */
export async function warmUp({ address, family, port }) {
  const anywhere = family === "IPv6" ? "::" : "0.0.0.0";
  const loopback = family === "IPv6" ? "::1" : "127.0.0.1";
  const host = address === anywhere ? loopback : address;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (const path of PAGES) await read({ host, port, path, signal }).catch(() => undefined);
}

/** Reads a reply to its end. @param {http.RequestOptions} options @returns {Promise<void>} */
function read(options) {
  return new Promise((resolve, reject) => {
    const request = http.get({ ...options, agent: false }, (response) => {
      response.resume().once("end", resolve).once("error", reject);
    });
    request.once("error", reject);
  });
}
