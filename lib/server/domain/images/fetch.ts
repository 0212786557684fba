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

function userUrlFetcher(): PictureFetcher {
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
 * Fetches an image from a URL given by a user and stores it. Allowed are the same addresses as for images in the
 * upstream's replies: https on the public internet, the upstream's own origin, and UPSTREAM_IMAGE_HOSTS. Throws
 * `unsafe_url`, `image_fetch_failed`, and what `uploadImage` throws.
 */
export async function fetchImage(actor: Actor, url: string): Promise<ImageView> {
  authorizeWorkspace(actor, "write");
  // The fetcher resolves relative URLs against the upstream; a user's URL must be absolute.
  if (!URL.canParse(url)) throw new AppError("unsafe_url", { field: "url" });
  return withIncomingFile(async (path) => {
    try {
      await userUrlFetcher().fetchToFile(url, path, {
        maxBytes: UPLOAD_MAX_BYTES,
        judge: async (file, isCut) => (isCut && !(await isWhole(file)) ? "again" : "keep"),
      });
    } catch (error) {
      if (!(error instanceof PictureFetchError)) throw error;
      throw new AppError(PROBLEM_OF[error.code], { field: "url", cause: error });
    }
    const name = decodeURIComponentSafely(new URL(url).pathname.split("/").at(-1) ?? "");
    return keepImage(actor, { path, name, origin: "fetched" });
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
