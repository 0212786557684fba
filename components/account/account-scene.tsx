import type { CSSProperties } from "react";

const WIDTH = 900;
const HEIGHT = 1100;
const HORIZON = 640;

type Palette = {
  sky: readonly string[];
  far: string;
  near: string;
  ground: string;
  sea: readonly [string, string];
  light: string;
  /** Position of the sun or the moon. */
  lightX: number;
  lightY: number;
  wall: string;
  shade: string;
  isNight: boolean;
};

const DUSK: Palette = {
  sky: ["#4b4a7c", "#8a5f86", "#d9786e", "#f3a56f", "#fbd6a0"],
  far: "#7d5f80",
  near: "#5b4768",
  ground: "#3a2f4a",
  sea: ["#e79b78", "#5c4a70"],
  light: "#fff0cf",
  lightX: 300,
  lightY: 560,
  wall: "#f6e6d8",
  shade: "#c99a93",
  isNight: false,
};

const NIGHT: Palette = {
  sky: ["#0c1430", "#142349", "#1f3a66", "#2f5a80", "#4b7f98"],
  far: "#21405f",
  near: "#16294a",
  ground: "#0b1226",
  sea: ["#33678a", "#0f2144"],
  light: "#f3f5ff",
  lightX: 560,
  lightY: 230,
  wall: "#b9c6e0",
  shade: "#6f83ac",
  isNight: true,
};

/** The same bay twice, the later painting fading out so that the earlier one shows: a pentimento. Decorative SVG. */
export function AccountScene({ className }: { className?: string }) {
  const fading: CSSProperties = {
    maskImage: "linear-gradient(104deg, transparent 34%, black 66%)",
    WebkitMaskImage: "linear-gradient(104deg, transparent 34%, black 66%)",
  };
  return (
    <div aria-hidden className={className}>
      <Scene id="dusk" palette={DUSK} />
      <Scene id="night" palette={NIGHT} style={fading} />
    </div>
  );
}

function Scene({ id, palette, style }: { id: string; palette: Palette; style?: CSSProperties }) {
  const { sky, sea, light, lightX, lightY, wall, shade, isNight } = palette;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-0 size-full"
      style={style}
    >
      <defs>
        <linearGradient id={`${id}-sky`} x1="0" x2="0" y1="0" y2="1">
          {sky.map((colour, index) => (
            <stop key={colour} offset={index / (sky.length - 1)} stopColor={colour} />
          ))}
        </linearGradient>
        <linearGradient id={`${id}-sea`} x1="0" x2="0" y1="0" y2="1">
          <stop offset="0" stopColor={sea[0]} />
          <stop offset="1" stopColor={sea[1]} />
        </linearGradient>
        <radialGradient id={`${id}-glow`}>
          <stop offset="0" stopColor={light} stopOpacity=".75" />
          <stop offset="1" stopColor={light} stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width={WIDTH} height={HORIZON} fill={`url(#${id}-sky)`} />
      {isNight &&
        STARS.map(([x, y, r]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r={r} fill="#fff" opacity={0.35 + r * 0.25} />
        ))}
      <circle cx={lightX} cy={lightY} r="300" fill={`url(#${id}-glow)`} />
      <circle cx={lightX} cy={lightY} r="46" fill={light} />
      <path d={ridge(HORIZON - 52, 30, 0.4)} fill={palette.far} />
      <path d={ridge(HORIZON - 18, 22, 2.1)} fill={palette.near} />
      <rect y={HORIZON} width={WIDTH} height={HEIGHT - HORIZON} fill={`url(#${id}-sea)`} />
      {GLINTS.map(([x, y, width]) => (
        <rect
          key={`${x}-${y}`}
          x={lightX + x - width / 2}
          y={y}
          width={width}
          height="3"
          rx="1.5"
          fill={light}
          opacity={0.55 - (y - HORIZON) / 1200}
        />
      ))}
      <path
        d="M420 1100 C 500 940, 560 842, 690 806 C 770 784, 850 790, 900 776 L 900 1100 Z"
        fill={palette.ground}
      />
      <path d="M676 806 L690 566 L734 566 L748 806 Z" fill={wall} />
      <path d="M712 566 L734 566 L748 806 L712 806 Z" fill={shade} />
      {[606, 690].map((y) => (
        <path
          key={y}
          d={`M${690 - ((y - 566) / 240) * 14} ${y} H${734 + ((y - 566) / 240) * 14} L${734 + ((y - 526) / 240) * 14} ${y + 40} H${690 - ((y - 526) / 240) * 14} Z`}
          fill="#b4472f"
          opacity={isNight ? 0.6 : 0.95}
        />
      ))}
      <rect x="694" y="530" width="36" height="36" fill={isNight ? "#ffe7a8" : wall} />
      <path d="M686 530 L712 500 L738 530 Z" fill={palette.ground} />
      <rect x="684" y="562" width="56" height="6" fill={palette.ground} />
      {isNight && <path d="M694 540 L120 440 L120 600 L694 556 Z" fill="#ffe7a8" opacity=".16" />}
    </svg>
  );
}

/** A ridge along the horizon: three sines of different wavelengths, so that it does not repeat within the picture. */
function ridge(y: number, height: number, phase: number): string {
  const points: string[] = [];
  for (let x = 0; x <= WIDTH; x += 20) {
    const rise =
      Math.sin(x / 170 + phase) + 0.5 * Math.sin(x / 71 + phase * 3) + 0.2 * Math.sin(x / 29);
    points.push(`${x} ${(y - rise * height).toFixed(1)}`);
  }
  return `M0 ${HORIZON} L${points.join(" L")} L${WIDTH} ${HORIZON} Z`;
}

/** Deterministic pseudo-random numbers, equal on server and browser. */
function chance(seed: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

const STARS = Array.from(
  { length: 60 },
  (_, i) =>
    [
      Math.round(chance(i * 3 + 1) * WIDTH),
      Math.round(chance(i * 5 + 2) * (HORIZON - 160)),
      Math.round((0.6 + chance(i * 7 + 3) * 1.2) * 10) / 10,
    ] as const,
);

const GLINTS = Array.from({ length: 46 }, (_, i) => {
  const y = HORIZON + 8 + i * 9.5;
  const spread = 20 + i * 3.2;
  return [
    Math.round((chance(i * 11 + 5) - 0.5) * 2 * spread),
    Math.round(y),
    Math.round(14 + chance(i * 13 + 7) * (26 + i * 1.6)),
  ] as const;
});
