import { readFileSync } from "node:fs";
import type { ScriptedAnswer, ScriptedAsset } from "./script";
import type { Transport } from "./transports";

/** One answer that a relay really gives, or that an attacker would give, and what must come of it. */
export type Case = {
  id: string;
  group: string;
  description: string;
  request: string | InlineRequest;
  http_status: number;
  headers?: Record<string, string>;
  body?: unknown;
  body_template?: string;
  transport?: Transport;
  assets?: ScriptedAsset[];
  expected: Expected;
};

export type Expected = {
  kind: "image" | "text" | "error";
  images: number;
  source: "url" | "data" | "mixed" | null;
  error_code?: string;
  /** Where another code than this one is right, whichever. */
  error_code_not?: string;
  /** In the words that a person is shown. */
  message_contains?: string;
  retryable?: boolean;
  billed?: boolean | "unknown";
  media?: string;
  warning?: string;
  max_ms?: number;
  upstream_calls?: number;
  must_not_request?: string;
  must_not_contain?: string;
  must_not_contain_unescaped?: string;
  retry_after_s?: number;
  hint?: string;
  width?: number;
  height?: number;
};

export type InlineRequest = {
  endpoint: string;
  headers?: Record<string, string>;
  json?: Record<string, unknown>;
  multipart?: [string, string][];
};

export const CASES_FOLDER = new URL("./", import.meta.url);

/** Reads a case file; the project's own if none is named. */
export function loadCases(path: string | URL = new URL("cases.json", CASES_FOLDER)): Case[] {
  return JSON.parse(readFileSync(path, "utf8")) as Case[];
}

/** The requests that cases name. */
export function namedRequests(): Record<string, InlineRequest> {
  const file = new URL("requests.json", CASES_FOLDER);
  const content = JSON.parse(readFileSync(file, "utf8")) as {
    requests: Record<string, InlineRequest>;
  };
  return content.requests;
}

/** What the scripted upstream answers for a case. */
export function answerOf(one: Case): ScriptedAnswer {
  return {
    status: one.http_status,
    headers: one.headers ?? {},
    template: one.body_template ?? JSON.stringify(one.body ?? null),
    ...(one.transport ? { transport: one.transport } : {}),
    ...(one.assets ? { assets: one.assets } : {}),
  };
}

/** The request that a case names or carries. */
export function requestOf(one: Case, named: Record<string, InlineRequest>): InlineRequest {
  const request = typeof one.request === "string" ? named[one.request] : one.request;
  if (!request) throw new Error(`no request for ${one.id}`);
  return request;
}

export function endpointOf({ endpoint }: InlineRequest): "chat" | "generations" | "edits" {
  if (/edits/.test(endpoint)) return "edits";
  return /generations/.test(endpoint) ? "generations" : "chat";
}

/** Is the case about a wait that only a time limit ends? */
export function isAboutWaiting({ transport }: Case): boolean {
  return transport?.mode === "stall_mid_body" || transport?.mode === "delay_headers";
}
