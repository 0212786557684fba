import "server-only";
import sharp from "sharp";
import type { Place, Scene, Thing, ThingKind } from "../scene/scene";
import { paintCity } from "./places/city";
import { paintDesert } from "./places/desert";
import { paintForest } from "./places/forest";
import { paintHarbour } from "./places/harbour";
import { paintMeadow } from "./places/meadow";
import { paintMountains, paintSnow } from "./places/mountains";
import type { Painted, PaintPlace } from "./places/place-layers";
import { paintSpace } from "./places/space";
import { paintStillLife, paintWindow } from "./places/room";
import { paintBeach, paintCoast, paintLake } from "./places/shore";
import { asDataUrl, blurred, fromRaster, type Raster, toRaster } from "./raster";
import { makeSheet, type Sheet, type Stage } from "./sheet";
import { paintSky } from "./sky";
import { paintBoats, paintLanterns, paintSailboats } from "./objects/afloat";
import { paintBalloons, paintBirds, paintDisc, paintRainbow, paintStars } from "./objects/aloft";
import { paintGlints, paintWeather } from "./objects/weather";
import { paintBridge } from "./objects/bridge";
import { paintHouses, paintTent } from "./objects/houses";
import { paintLighthouse } from "./objects/lighthouse";
import { paintPagoda, paintWindmill } from "./objects/towers";
import { paintCats, paintFruit, paintPeople, paintVase } from "./objects/living";
import { paintFlowers } from "./objects/flowers";
import { paintPalms, paintPines, paintTrees } from "./objects/trees";
import { paintWater } from "./water";

/** Pixels of the backdrop that the water mirrors. */
const MIRROR_PIXELS = 420_000;

const PAINTERS: Record<Place, PaintPlace> = {
  coast: paintCoast,
  beach: paintBeach,
  harbour: paintHarbour,
  lake: paintLake,
  mountains: paintMountains,
  forest: paintForest,
  meadow: paintMeadow,
  desert: paintDesert,
  snow: paintSnow,
  city: paintCity,
  "still-life": paintStillLife,
  window: paintWindow,
  space: paintSpace,
};

type Brush = (sheet: Sheet, stage: Stage, thing: Thing) => string;

/** Objects on or over water, drawn below the front of the place. */
const AFLOAT: readonly (readonly [ThingKind, Brush])[] = [
  ["bridge", paintBridge],
  ["sailboat", paintSailboats],
  ["boat", paintBoats],
];
const ALOFT: readonly (readonly [ThingKind, Brush])[] = [
  ["rainbow", paintRainbow],
  ["balloon", paintBalloons],
  ["birds", paintBirds],
  ["lanterns", paintLanterns],
];
/** Objects on the ground, from the farthest to the nearest. */
const STANDING: readonly (readonly [ThingKind, Brush])[] = [
  ["pagoda", paintPagoda],
  ["windmill", paintWindmill],
  ["lighthouse", paintLighthouse],
  ["pines", paintPines],
  ["tree", paintTrees],
  ["house", paintHouses],
  ["palm", paintPalms],
  ["tent", paintTent],
  ["person", paintPeople],
  ["vase", paintVase],
  ["fruit", paintFruit],
  ["flowers", paintFlowers],
  ["cat", paintCats],
];

function paintAll(
  sheet: Sheet,
  stage: Stage,
  brushes: readonly (readonly [ThingKind, Brush])[],
  skip: readonly ThingKind[] = [],
): string {
  return brushes
    .map(([kind, brush]) => {
      const thing = skip.includes(kind) ? undefined : sheet.thing(kind);
      return thing && thing.count > 0 ? brush(sheet, stage, thing) : "";
    })
    .join("");
}

function svgOf(sheet: Sheet, pixels: { width: number; height: number }, body: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels.width}" height="${pixels.height}" viewBox="0 0 ${sheet.width} ${sheet.height}" preserveAspectRatio="none">${body}</svg>`,
  );
}

const fullImage = (sheet: Sheet, url: string) =>
  `<image href="${url}" width="${sheet.width}" height="${sheet.height}" preserveAspectRatio="none"/>`;

/** Lifts librsvg's size limits, which a 4K drawing exceeds. Safe: the SVG is always our own. */
async function rasterise(svg: Buffer): Promise<Raster> {
  return toRaster(sharp(svg, { unlimited: true }));
}

/**
 * Whether "blur the background" applies while the place is painted, so that the objects in it stay sharp. Not for a city,
 * which is all background, nor for a place without objects.
 */
export function blursBehind({ finish, setting, things }: Scene): boolean {
  if (finish.blur === 0 || setting.type !== "place" || setting.place === "city") return false;
  const subjects = new Set([...STANDING, ...AFLOAT].map(([kind]) => kind));
  return things.some(({ kind, count }) => count > 0 && subjects.has(kind));
}

/** Two layers, the far one blurred where the scene asks for that. */
async function layered(
  sheet: Sheet,
  pixels: { width: number; height: number },
  behind: string,
  ahead: string,
): Promise<Raster> {
  if (!blursBehind(sheet.scene)) return rasterise(svgOf(sheet, pixels, behind + ahead));
  const sigma = Math.sqrt(pixels.width * pixels.height) * 0.0042 * (1 + sheet.scene.finish.blur);
  const soft = await blurred(await rasterise(svgOf(sheet, pixels, behind)), sigma);
  const near = await sharp(svgOf(sheet, pixels, ahead), { unlimited: true })
    .ensureAlpha()
    .raw()
    .toBuffer();
  const input = { input: near, raw: { ...pixels, channels: 4 as const } };
  return toRaster(fromRaster(soft).composite([input]));
}

/** Draws the scene's place at `width` × `height`, without style or finish except a blurred background. */
export async function drawPlace(
  scene: Scene,
  place: Place,
  width: number,
  height: number,
): Promise<Raster> {
  const sheet = makeSheet(scene);
  const painted = PAINTERS[place](sheet);
  const { stage } = painted;
  if (painted.indoors) {
    const ahead =
      paintAll(sheet, stage, STANDING, sheet.thing("vase") ? ["flowers"] : []) +
      (painted.near ?? "");
    return layered(sheet, { width, height }, painted.back, ahead);
  }
  const sky = fullImage(sheet, await asDataUrl(paintSky(sheet)));
  const heavens =
    sky + paintStars(sheet, stage.horizon) + (place === "space" ? "" : paintDisc(sheet));
  const ground = stage.water
    ? await mirrored(sheet, painted, heavens, place)
    : heavens + painted.back;
  const indoorFlowers: ThingKind[] = sheet.thing("vase") ? ["flowers"] : [];
  const behind =
    ground +
    paintGlints(sheet, stage) +
    (place === "window" ? paintAll(sheet, stage, ALOFT) + paintWeather(sheet, stage) : "");
  const ahead =
    paintAll(sheet, stage, place === "window" ? [] : AFLOAT) +
    painted.front +
    paintAll(sheet, stage, STANDING, indoorFlowers) +
    (painted.near ?? "") +
    (place === "window" ? "" : paintAll(sheet, stage, ALOFT) + paintWeather(sheet, stage));
  return layered(sheet, { width, height }, behind, ahead);
}

/** The view with its water: mirrored small and soft, with the sharp shore laid over it again. */
async function mirrored(
  sheet: Sheet,
  painted: Painted,
  heavens: string,
  place: Place,
): Promise<string> {
  const water = painted.stage.water;
  if (!water) return heavens + painted.back;
  const scale = Math.min(1, Math.sqrt(MIRROR_PIXELS / (sheet.width * sheet.height)));
  const pixels = {
    width: Math.round(sheet.width * scale),
    height: Math.round(sheet.height * scale),
  };
  const backdrop = await rasterise(svgOf(sheet, pixels, heavens + painted.back));
  const wet = paintWater(backdrop, {
    seed: sheet.scene.seed,
    top: water.top * scale,
    calm:
      sheet.scene.weather === "storm"
        ? 0.05
        : sheet.scene.weather === "rain"
          ? water.calm * 0.6
          : water.calm,
    deep: sheet.palette.deep,
    unit: sheet.unit * scale,
  });
  const url = await asDataUrl(wet);
  const clip = `<clipPath id="wet"><rect x="0" y="${water.top.toFixed(1)}" width="${sheet.width}" height="${sheet.height}"/></clipPath>`;
  const shore =
    place === "harbour" || place === "city"
      ? ""
      : `<rect x="0" y="${(water.top - sheet.unit * 0.001).toFixed(1)}" width="${sheet.width}" height="${(sheet.unit * 0.003).toFixed(1)}" fill="${sheet.palette.sky[4]}" fill-opacity="0.4"/>`;
  return `${heavens}${painted.back}${clip}<g clip-path="url(#wet)">${fullImage(sheet, url)}</g>${shore}`;
}

/** Objects added to a foreign picture, as a transparent layer of its size. */
export function drawOverlay(scene: Scene, width: number, height: number): Buffer | undefined {
  const sheet = makeSheet(scene);
  const horizon = sheet.height * 0.62;
  const stage: Stage = {
    horizon,
    water: { top: horizon, bottom: sheet.height, calm: 0.5 },
    ground: () => sheet.height * 0.9,
    standing: [0.14, 0.86],
    landmark: 0.74,
    scale: 1.15,
  };
  const body =
    (sheet.thing("stars") ? paintStars(sheet, horizon * 0.7) : "") +
    (sheet.thing("sun") || sheet.thing("moon") ? paintDisc(sheet) : "") +
    paintAll(sheet, stage, ALOFT) +
    paintAll(sheet, stage, AFLOAT) +
    paintAll(sheet, stage, STANDING) +
    paintWeather(sheet, stage);
  return body === "" ? undefined : svgOf(sheet, { width, height }, body);
}
