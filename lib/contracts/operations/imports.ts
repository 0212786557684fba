import { z } from "zod";
import { importId } from "@/lib/contracts/ids";
import { importList, importView } from "@/lib/contracts/imports";
import { IMPORT_MAX_BYTES } from "@/lib/contracts/limits";
import { bytes, nothing, type Operation } from "@/lib/contracts/operation";

const params = z.strictObject({ importId });

export const importsOperations = {
  "imports.create": {
    method: "POST",
    path: "/api/imports",
    summary:
      "Upload a ZIP of images and inspect it. The body is its bytes; nothing is imported yet.",
    permission: "write",
    access: "signed-in",
    scope: "generate",
    params: nothing,
    query: z.strictObject({ name: z.string().max(300) }),
    body: bytes,
    bodyMaxBytes: IMPORT_MAX_BYTES,
    reply: importView,
    status: 202,
  },
  "imports.list": {
    method: "GET",
    path: "/api/imports",
    summary: "Your imports of the last week, newest first.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: null,
    reply: importList,
    status: 200,
  },
  "imports.detail": {
    method: "GET",
    path: "/api/imports/:importId",
    summary: "How far an import, or its dry run, is.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params,
    query: nothing,
    body: null,
    reply: importView,
    status: 200,
  },
  "imports.start": {
    method: "POST",
    path: "/api/imports/:importId/start",
    summary: "Import what the dry run found, in the background.",
    permission: "read",
    access: "signed-in",
    scope: "generate",
    params,
    query: nothing,
    body: nothing,
    reply: importView,
    status: 202,
  },
  "imports.cancel": {
    method: "DELETE",
    path: "/api/imports/:importId",
    summary: "End an import. What was imported stays.",
    permission: "read",
    access: "signed-in",
    scope: "generate",
    params,
    query: nothing,
    body: null,
    reply: importView,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
