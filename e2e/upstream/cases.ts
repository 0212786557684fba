import { readFileSync } from "node:fs";
import type { ScriptedAnswer, ScriptedAsset } from "./script";
import type { Transport } from "./transports";

/** One answer of a real relay or an attacker, and the expected result. */
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
  /** Any code except this one. */
  error_code_not?: string;
  /** Contained in the text shown to the user. */
  message_contains?: string;
  retryable?: boolean;
  billed?: boolean | "unknown";
  media?: string;
  warning?: string;
  max_cpu_ms?: number;
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

/** Reads a case file; by default the project's own. */
export function loadCases(path: string | URL = new URL("cases.json", CASES_FOLDER)): Case[] {
  return JSON.parse(readFileSync(path, "utf8")) as Case[];
}

/** The requests that cases refer to by name. */
export function namedRequests(): Record<string, InlineRequest> {
  const file = new URL("requests.json", CASES_FOLDER);
  const content = JSON.parse(readFileSync(file, "utf8")) as {
    requests: Record<string, InlineRequest>;
  };
  return content.requests;
}

/** The scripted upstream's answer for a case. */
export function answerOf(one: Case): ScriptedAnswer {
  return {
    status: one.http_status,
    headers: one.headers ?? {},
    template: one.body_template ?? JSON.stringify(one.body ?? null),
    ...(one.transport ? { transport: one.transport } : {}),
    ...(one.assets ? { assets: one.assets } : {}),
  };
}

/** The request of a case, by name or inline. */
export function requestOf(one: Case, named: Record<string, InlineRequest>): InlineRequest {
  const request = typeof one.request === "string" ? named[one.request] : one.request;
  if (!request) throw new Error(`no request for ${one.id}`);
  return request;
}

export function endpointOf({ endpoint }: InlineRequest): "chat" | "generations" | "edits" {
  if (/edits/.test(endpoint)) return "edits";
  return /generations/.test(endpoint) ? "generations" : "chat";
}

/** Does only a time limit end this case's wait? */
export function isAboutWaiting({ transport }: Case): boolean {
  return transport?.mode === "stall_mid_body" || transport?.mode === "delay_headers";
}
