import "server-only";
import type { Shape } from "@/lib/contracts/shapes";
import { exactSizeOf, type ModelProfile } from "./profiles";

/** An endpoint of the upstream. `generations` (without images) and `edits` (with images) are the images routes. */
export type Endpoint = "chat" | "generations" | "edits";

/** Relative to the base URL. */
export const PATHS: Record<Endpoint, string> = {
  chat: "/chat/completions",
  generations: "/images/generations",
  edits: "/images/edits",
};

export type RouteInput = {
  profile: ModelProfile;
  /** Pixels the user chose; null if only a shape was chosen. */
  exactSize: string | null;
  pictures: readonly unknown[];
};

/**
 * The routes that can make this call, preferred first. Chat takes no size, so an exact size goes to the images routes
 * unless the model has none.
 * @throws RangeError if the model has no route for the call
 */
export function routesFor({ profile, exactSize, pictures }: RouteInput): Endpoint[] {
  const images = pictures.length > 0 ? "edits" : "generations";
  const isOffered = (route: Endpoint) => profile.endpoints.includes(route);
  if (exactSize !== null && isOffered(images)) return [images];
  const order: Endpoint[] =
    profile.preferredRoute === "images" ? [images, "chat"] : ["chat", images];
  const routes = order.filter(isOffered);
  if (routes.length === 0) throw new RangeError(`${profile.id} offers no route for this call`);
  return routes;
}

/**
 * Chooses the route of a call when its turn is queued, before its images are prepared.
 * @param stored the route the call was given earlier; kept if the model still offers it
 */
export function chooseRoute(input: RouteInput, stored: string | null = null): Endpoint {
  const routes = routesFor(input);
  const [first] = routes;
  const route = routes.find((candidate) => candidate === stored) ?? first;
  if (route === undefined) throw new RangeError(`${input.profile.id} offers no route`);
  return route;
}

/**
 * The other route after an unbilled refusal (saturated, or model not served); null if the call may not change route.
 */
export function otherRoute(input: RouteInput, route: Endpoint): Endpoint | null {
  if (!input.profile.mayChangeRoute) return null;
  return routesFor(input).find((candidate) => candidate !== route) ?? null;
}

/**
 * The `size` to send on the images routes: the chosen pixels, else those of the profile's default tier for the shape.
 * Null if the model takes no size or nothing was chosen; a shape is then put into words.
 */
export function sizeToSend(
  profile: ModelProfile,
  shape: Shape | null,
  exactSize: string | null,
): string | null {
  if (exactSize !== null) return exactSize;
  return shape === null ? null : exactSizeOf(profile, shape, profile.defaultTier);
}
