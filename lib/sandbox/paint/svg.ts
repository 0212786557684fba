import "server-only";
import type { Hex } from "../colour";

/** A number for a path: one decimal is a tenth of a drawing unit. */
export const n = (value: number): string => value.toFixed(1);

export type Point = readonly [number, number];

/**
 * `opacity` on an element makes the renderer paint it on a layer of the whole picture's size: at 4K a thousand windows
 * took half a minute. On the paint itself the same figure costs nothing.
 */
function onPaint(extra: string, paint: "fill" | "stroke"): string {
  return extra.replace(/(^|\s)opacity=/u, `$1${paint}-opacity=`);
}

export function polygon(points: readonly Point[], fill: string, extra = ""): string {
  return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ")}" fill="${fill}" ${onPaint(extra, "fill")}/>`;
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  extra = "",
): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${onPaint(extra, "fill")}/>`;
}

export function circle(x: number, y: number, radius: number, fill: string, extra = ""): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${onPaint(extra, "fill")}/>`;
}

export function ellipse(
  x: number,
  y: number,
  rx: number,
  ry: number,
  fill: string,
  extra = "",
): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${onPaint(extra, "fill")}/>`;
}

export function path(d: string, fill: string, extra = ""): string {
  return `<path d="${d}" fill="${fill}" ${onPaint(extra, "fill")}/>`;
}

export function stroke(d: string, colour: string, width: number, extra = ""): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width.toFixed(2)}" stroke-linecap="round" ${onPaint(extra, "stroke")}/>`;
}

let serial = 0;

/** A vertical gradient as a definition and the fill that uses it. `stops`: offset 0-1, colour, opacity. */
export function downward(stops: readonly (readonly [number, Hex, number?])[]): {
  defs: string;
  fill: string;
} {
  serial = (serial + 1) % 1_000_000;
  const id = `g${serial}`;
  const inner = stops
    .map(
      ([offset, colour, opacity = 1]) =>
        `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join("");
  return {
    defs: `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${inner}</linearGradient>`,
    fill: `url(#${id})`,
  };
}

/** A soft round light that fades to nothing. */
export function halo(x: number, y: number, radius: number, colour: Hex, opacity: number): string {
  serial = (serial + 1) % 1_000_000;
  const id = `h${serial}`;
  return (
    `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/>` +
    `<stop offset="0.35" stop-color="${colour}" stop-opacity="${(opacity * 0.38).toFixed(3)}"/>` +
    `<stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>` +
    circle(x, y, radius, `url(#${id})`)
  );
}

/** Text made safe for SVG. */
export function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
