import "server-only";
import type { Scene } from "../scene/scene";
import { applyStyle } from "../styles/style";
import { addTooth } from "../styles/texture";
import { blursBehind, drawPlace } from "./draw";
import { applyFinish, zoomed } from "./finish";
import { drawOnPicture } from "./picture";
import { fromRaster, type Raster } from "./raster";

/** Finds the bytes of the foreign picture under a scene. */
export type FindPicture = (id: string) => Promise<Buffer | undefined>;

/** Renders a scene to pixels. Throws if its foreign picture is gone. */
export async function renderScene(scene: Scene, findPicture: FindPicture): Promise<Raster> {
  let picture: Raster;
  if (scene.setting.type === "picture") {
    const bytes = await findPicture(scene.setting.id);
    if (!bytes) throw new Error("The picture under this scene is no longer kept.");
    picture = await drawOnPicture(scene, bytes);
  } else {
    picture = await drawPlace(scene, scene.setting.place, scene.width, scene.height);
  }
  picture = await zoomed(picture, scene.finish.zoom);
  picture = await applyStyle(picture, scene.style, scene.seed);
  // A little grain prevents banding in wide gradients.
  if (scene.style === "plain" && scene.setting.type === "place")
    picture = addTooth(picture, scene.seed, 0.011);
  const left = blursBehind(scene) ? { ...scene.finish, blur: 0 } : scene.finish;
  return applyFinish(picture, left, scene.seed);
}

/** A PNG without metadata. Grain hardly compresses, so little effort is spent on it. */
export function encodePng(picture: Raster): Promise<Buffer> {
  return fromRaster(picture).png({ compressionLevel: 4 }).toBuffer();
}
