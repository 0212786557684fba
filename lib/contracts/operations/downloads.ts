import { downloadBody, downloadView } from "@/lib/contracts/downloads";
import { nothing, type Operation } from "@/lib/contracts/operation";

export const downloadsOperations = {
  "downloads.create": {
    method: "POST",
    path: "/api/downloads",
    summary: "Choose images for a ZIP of originals, which its path then gives.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: downloadBody,
    reply: downloadView,
    status: 201,
  },
} as const satisfies Record<string, Operation>;
