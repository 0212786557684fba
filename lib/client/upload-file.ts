import { CallError } from "@/lib/client/call";
import { workspaceHeaders } from "@/lib/client/workspace";
import type { ReplyOf } from "@/lib/contracts/operations";
import type { Problem } from "@/lib/contracts/problems";
import { routes } from "@/lib/contracts/routes";

/** Operations whose body is the bytes of a file. */
type UploadName = "images.upload" | "imports.create";

export type UploadOptions = { onProgress: (share: number) => void; signal: AbortSignal };

/** Uploads a file. Uses XMLHttpRequest, because fetch reports no upload progress. Throws CallError. */
export function uploadFile<N extends UploadName>(
  operation: N,
  file: File,
  { onProgress, signal }: UploadOptions,
): Promise<ReplyOf<N>> {
  const [method, path] = routes[operation];
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, `${path}?name=${encodeURIComponent(endOfName(file.name))}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    for (const [name, value] of Object.entries(workspaceHeaders())) {
      request.setRequestHeader(name, value);
    }
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("error", () => reject(new CallError("offline", null)));
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(asReply<N>(request.response));
      else reject(asCallError(request.response));
    });
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** The server has validated the reply against the schema of this type. */
function asReply<N extends UploadName>(reply: unknown): ReplyOf<N> {
  return reply as ReplyOf<N>;
}

function asCallError(reply: unknown): CallError {
  const problem = reply as Problem | null;
  return new CallError(problem?.code ?? "internal", problem);
}

/** The server accepts 300 characters. Keeps the end with the extension, without splitting a surrogate pair. */
function endOfName(name: string): string {
  return name.normalize("NFC").slice(-300).toWellFormed();
}
