import "server-only";
import { type Hex, lighten, mix, saturate, tint } from "../colour";
import type { Hour, Scene, Season, Weather } from "./scene";

/** The colours of one hour under one weather. */
export type Palette = {
  /** Five stops from the zenith to the horizon. */
  sky: readonly [Hex, Hex, Hex, Hex, Hex];
  /** The disc of the sun or the moon. */
  disc: Hex;
  glow: Hex;
  /** 0-1: how far the glow reaches. */
  glowStrength: number;
  cloudLit: Hex;
  cloudShade: Hex;
  /** Distant and near land; distances between are interpolated. */
  far: Hex;
  near: Hex;
  grass: Hex;
  grassLit: Hex;
  sand: Hex;
  snow: Hex;
  deep: Hex;
  /** Mixed into every object's own colour, on its lit and its shaded side. */
  lightTint: Hex;
  shadeTint: Hex;
  tintShare: number;
  /** 0-1: brightness of windows and lamps. */
  lamps: number;
  dark: boolean;
};

type Base = Omit<Palette, "sky"> & { sky: Palette["sky"] };

const BASES: Record<Hour, Base> = {
  dawn: {
    sky: ["#7fa9c4", "#a9c9d0", "#e3d6cf", "#fbd3bd", "#ffc2a1"],
    disc: "#fff6e6",
    glow: "#ffe0bf",
    glowStrength: 0.55,
    cloudLit: "#ffe9dc",
    cloudShade: "#b9b4c6",
    far: "#b3b6bf",
    near: "#5c8086",
    grass: "#3b626a",
    grassLit: "#6c9796",
    sand: "#d9bfa8",
    snow: "#eef0f5",
    deep: "#4b8096",
    lightTint: "#ffe3cd",
    shadeTint: "#5f7f95",
    tintShare: 0.16,
    lamps: 0.35,
    dark: false,
  },
  morning: {
    sky: ["#3f86c6", "#74aedb", "#a9d0e8", "#d7e9ee", "#f6ecd8"],
    disc: "#fffbe8",
    glow: "#fff3cf",
    glowStrength: 0.5,
    cloudLit: "#ffffff",
    cloudShade: "#a9bfd6",
    far: "#a6bfcd",
    near: "#56897f",
    grass: "#3f7350",
    grassLit: "#86b06a",
    sand: "#e4cfa6",
    snow: "#f4f8fc",
    deep: "#23729b",
    lightTint: "#fff2d6",
    shadeTint: "#52789c",
    tintShare: 0.1,
    lamps: 0,
    dark: false,
  },
  day: {
    sky: ["#2f7fcb", "#5b9fdd", "#8fc1ea", "#bfdcf1", "#e4f1f4"],
    disc: "#fffef2",
    glow: "#fff9dc",
    glowStrength: 0.4,
    cloudLit: "#ffffff",
    cloudShade: "#9fb9d6",
    far: "#a3c2c9",
    near: "#4f8f79",
    grass: "#2f7049",
    grassLit: "#6fae5a",
    sand: "#ead7a8",
    snow: "#f8fbff",
    deep: "#12708f",
    lightTint: "#ffffff",
    shadeTint: "#46709a",
    tintShare: 0.06,
    lamps: 0,
    dark: false,
  },
  golden: {
    sky: ["#5b83b4", "#8fa6bf", "#d6bf9f", "#f6c77f", "#ffbd62"],
    disc: "#fff4cf",
    glow: "#ffd884",
    glowStrength: 0.8,
    cloudLit: "#ffe3ae",
    cloudShade: "#a48f95",
    far: "#c3a68b",
    near: "#6d6c4c",
    grass: "#4d5a30",
    grassLit: "#b39b45",
    sand: "#e3ba78",
    snow: "#fbe9d2",
    deep: "#3e6a7b",
    lightTint: "#ffce82",
    shadeTint: "#5b5570",
    tintShare: 0.22,
    lamps: 0.25,
    dark: false,
  },
  sunset: {
    sky: ["#2e2d59", "#62406f", "#ad5879", "#ee8258", "#ffb765"],
    disc: "#ffeccb",
    glow: "#ffb866",
    glowStrength: 0.85,
    cloudLit: "#ffab7d",
    cloudShade: "#5a4470",
    far: "#9a6a7c",
    near: "#3f3355",
    grass: "#211d38",
    grassLit: "#4c3a5c",
    sand: "#b97d6a",
    snow: "#e9b7ae",
    deep: "#4e3a63",
    lightTint: "#ffbe92",
    shadeTint: "#3b2f5c",
    tintShare: 0.3,
    lamps: 0.75,
    dark: false,
  },
  dusk: {
    sky: ["#161f45", "#2c3768", "#585289", "#a3708f", "#e49a84"],
    disc: "#ffe7cf",
    glow: "#f0a98a",
    glowStrength: 0.55,
    cloudLit: "#c58a9b",
    cloudShade: "#343560",
    far: "#5d5f8c",
    near: "#2a2f55",
    grass: "#151a33",
    grassLit: "#303a60",
    sand: "#786a83",
    snow: "#b3b2cf",
    deep: "#232c58",
    lightTint: "#c79ab0",
    shadeTint: "#232a55",
    tintShare: 0.44,
    lamps: 0.95,
    dark: true,
  },
  night: {
    sky: ["#081129", "#0e1d40", "#183358", "#254a70", "#346282"],
    disc: "#f3f5f1",
    glow: "#9fc1ea",
    glowStrength: 0.5,
    cloudLit: "#5b7ba3",
    cloudShade: "#14254a",
    far: "#2c4f76",
    near: "#152847",
    grass: "#0a1229",
    grassLit: "#1c3050",
    sand: "#3d4a66",
    snow: "#8da6c9",
    deep: "#0c1f3f",
    lightTint: "#7f9cc9",
    shadeTint: "#101d3d",
    tintShare: 0.52,
    lamps: 1,
    dark: true,
  },
};

/** How a weather turns an hour's colours: towards which grey, how far, and how much of the light is left. */
const VEILS: Record<Weather, { colour: Hex; share: number; glow: number; light: number }> = {
  clear: { colour: "#ffffff", share: 0, glow: 1, light: 0 },
  cloudy: { colour: "#c9d2da", share: 0.1, glow: 0.85, light: 0 },
  overcast: { colour: "#aab4bd", share: 0.5, glow: 0.4, light: -0.02 },
  rain: { colour: "#7f8d9a", share: 0.55, glow: 0.3, light: -0.07 },
  snow: { colour: "#c8d1dc", share: 0.5, glow: 0.4, light: 0.02 },
  fog: { colour: "#c3ccd1", share: 0.38, glow: 0.6, light: 0.02 },
  storm: { colour: "#3d4658", share: 0.62, glow: 0.25, light: -0.1 },
};

const FOLIAGE: Record<Season, { colour: Hex; share: number }> = {
  spring: { colour: "#8cc26a", share: 0.35 },
  summer: { colour: "#5fa04e", share: 0 },
  autumn: { colour: "#c9762c", share: 0.62 },
  winter: { colour: "#dfe6ee", share: 0.55 },
};

/** The colours a scene is painted in: hour, then weather, then season, then the colours in the prompt. */
export function paletteOf(scene: Scene): Palette {
  const base = BASES[scene.hour];
  const veil = VEILS[scene.weather];
  const season = FOLIAGE[scene.season];
  const night = scene.hour === "night" || scene.hour === "dusk";
  const veilColour = night
    ? mix(veil.colour, base.sky[2], 0.72)
    : mix(veil.colour, base.sky[3], 0.28);
  const veiled = (hex: Hex, share = veil.share) =>
    lighten(mix(hex, veilColour, share), veil.light * (night ? 0.5 : 1));
  const leaf = (hex: Hex) => mix(hex, tint(hex, season.colour, 0.9), season.share);

  const first = scene.tints[0];
  const second = scene.tints[1] ?? first;
  const toned = (hex: Hex, share: number, which = first) => (which ? tint(hex, which, share) : hex);

  const sky = base.sky.map((stop, index) =>
    toned(veiled(stop), 0.62, index < 2 ? first : index === 2 ? first : second),
  ) as unknown as Palette["sky"];
  return {
    ...base,
    sky,
    disc: toned(base.disc, 0.12),
    glow: toned(veiled(base.glow, veil.share * 0.6), 0.4, second),
    glowStrength: base.glowStrength * veil.glow,
    cloudLit: toned(veiled(base.cloudLit, veil.share * 0.7), 0.4, second),
    cloudShade: toned(veiled(base.cloudShade), 0.5),
    far: toned(veiled(base.far), 0.5),
    near: toned(leaf(veiled(base.near, veil.share * 0.6)), 0.42),
    grass: toned(leaf(veiled(base.grass, veil.share * 0.4)), 0.3),
    grassLit: toned(leaf(veiled(base.grassLit, veil.share * 0.4)), 0.3),
    sand: toned(veiled(base.sand, veil.share * 0.5), 0.3),
    snow: toned(veiled(base.snow, veil.share * 0.4), 0.2),
    deep: toned(veiled(base.deep, veil.share * 0.7), 0.5),
    lamps: Math.min(1, base.lamps + (veil.share > 0.5 ? 0.35 : 0)),
  };
}

/** An object's own colour in this light. */
export function lit(palette: Palette, own: Hex): Hex {
  const share = palette.tintShare;
  const darker = palette.dark ? lighten(own, -0.24) : own;
  return mix(darker, palette.lightTint, share * 0.7);
}

/** The same on the side that the light does not reach. */
export function shaded(palette: Palette, own: Hex): Hex {
  return mix(
    saturate(lighten(own, palette.dark ? -0.34 : -0.12), 0.92),
    palette.shadeTint,
    0.2 + palette.tintShare * 0.8,
  );
}
