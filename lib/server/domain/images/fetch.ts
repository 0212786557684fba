import "server-only";
import type { ImageView } from "@/lib/contracts/images";
import { UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import type { ProblemCode } from "@/lib/contracts/problems";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { keepImage, withIncomingFile } from "@/lib/server/domain/images/upload";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { ImagingError } from "@/lib/server/imaging/errors";
import { verifyDecodes } from "@/lib/server/imaging/probe";
import { PictureFetchError } from "@/lib/server/upstream/fetch/retry-fetch";
import {
  createPictureFetcher,
  type PictureFetcher,
} from "@/lib/server/upstream/fetch/fetch-picture";

let fetcher: PictureFetcher | null = null;

function personsFetcher(): PictureFetcher {
  fetcher ??= createPictureFetcher({
    upstreamBaseUrl: getEnv().UPSTREAM_BASE_URL,
    extraHosts: getEnv().UPSTREAM_IMAGE_HOSTS,
  });
  return fetcher;
}

const PROBLEM_OF: Record<PictureFetchError["code"], ProblemCode> = {
  unsafe_url: "unsafe_url",
  image_expired: "image_fetch_failed",
  image_too_large: "payload_too_large",
  no_picture: "image_fetch_failed",
  image_fetch_failed: "image_fetch_failed",
};

/**
 * Fetches a picture that a person gives an address of, and keeps it. The same addresses may be fetched as in an answer of the
 * configured upstream: https on the public internet, that upstream's own origin, and UPSTREAM_IMAGE_HOSTS.
 * Throws `unsafe_url`, `image_fetch_failed`, and what an upload throws.
 */
export async function fetchImage(actor: Actor, url: string): Promise<ImageView> {
  authorizeWorkspace(actor, "write");
  // The fetcher reads relative addresses as the upstream's; a person's are whole or wrong.
  if (!URL.canParse(url)) throw new AppError("unsafe_url", { field: "url" });
  return withIncomingFile(async (path) => {
    try {
      await personsFetcher().fetchToFile(url, path, {
        maxBytes: UPLOAD_MAX_BYTES,
        judge: async (file, isCut) => (isCut && !(await isWhole(file)) ? "again" : "keep"),
      });
    } catch (error) {
      if (!(error instanceof PictureFetchError)) throw error;
      throw new AppError(PROBLEM_OF[error.code], { field: "url", cause: error });
    }
    const name = decodeURIComponentSafely(new URL(url).pathname.split("/").at(-1) ?? "");
    return keepImage(actor, path, { name, origin: "fetched" });
  });
}

async function isWhole(path: string): Promise<boolean> {
  try {
    await verifyDecodes(path);
    return true;
  } catch (error) {
    if (error instanceof ImagingError) return false;
    throw error;
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
