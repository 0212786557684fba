import "server-only";
import type { Shape } from "@/lib/contracts/shapes";
import { exactSizeOf, type ModelProfile } from "./profiles";

/** A route of the upstream. `generations` and `edits` are the images routes: without and with pictures. */
export type Endpoint = "chat" | "generations" | "edits";

/** Below the base URL. */
export const PATHS: Record<Endpoint, string> = {
  chat: "/chat/completions",
  generations: "/images/generations",
  edits: "/images/edits",
};

export type RouteInput = {
  profile: ModelProfile;
  /** Pixels that a person chose; null where only a shape was. */
  exactSize: string | null;
  pictures: readonly unknown[];
};

/**
 * The routes that can make this call, the preferred one first. Chat takes no size, so pixels that a person chose go to
 * the images routes alone, unless the model has none.
 * @throws RangeError where the model has no route for it
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
 * The route of a call; known when a turn is queued, before its pictures are made ready.
 * @param wanted the route that the call was given earlier; taken if the model still has it for this call
 */
export function chooseRoute(input: RouteInput, wanted: string | null = null): Endpoint {
  const routes = routesFor(input);
  const [first] = routes;
  const route = routes.find((candidate) => candidate === wanted) ?? first;
  if (route === undefined) throw new RangeError(`${input.profile.id} offers no route`);
  return route;
}

/** Where a call may go when its route refuses it, unbilled, as saturated or not serving the model; null where it stays. */
export function otherRoute(input: RouteInput, route: Endpoint): Endpoint | null {
  if (!input.profile.mayChangeRoute) return null;
  return routesFor(input).find((candidate) => candidate !== route) ?? null;
}

/**
 * The pixels that go out as `size` on the images routes: the chosen ones, else those of the profile's default tier for the
 * shape. Null where the model takes no size, or nothing was chosen: the shape, if any, is then asked for in words.
 */
export function sizeToSend(
  profile: ModelProfile,
  shape: Shape | null,
  exactSize: string | null,
): string | null {
  if (exactSize !== null) return exactSize;
  return shape === null ? null : exactSizeOf(profile, shape, profile.defaultTier);
}
