import { type DaySection, splitByDay } from "@/components/gallery/days";
import {
  estimateHeight,
  type LayoutOptions,
  layoutRows,
  type Row,
  type Typical,
} from "@/components/gallery/layout";
import { tileTimes, type WallChunk } from "@/lib/client/wall/wall-state";
import type { ImageBucket } from "@/lib/contracts/images";

/** Height of a day's heading with the space around it. */
export const HEADING_HEIGHT = 48;
/** Browsers clamp higher elements (Firefox at 17.9 million). */
const HEIGHT_MAX = 15_000_000;
const USUAL: Typical = { ratio: 1.3, perDay: 8 };

export type Heading = {
  top: number;
  /** Or a month, `2026-11`. */
  day: string;
  count: number;
};

export type ChunkLayout = { rows: Row[]; headings: Heading[]; height: number };

export type PlacedChunk = {
  chunk: WallChunk;
  /** From the top of the wall. */
  top: number;
  height: number;
  /** Null while it is not loaded: the height is an estimate. */
  layout: ChunkLayout | null;
};

export type WallLayout = { chunks: PlacedChunk[]; height: number; options: LayoutOptions };

/** Lays out walls and remembers the layout of chunks that stay the same. */
export class WallPlanner {
  private readonly sections = new WeakMap<ImageBucket, DaySection[]>();
  private readonly kept = new WeakMap<ImageBucket, { key: string; layout: ChunkLayout }>();

  /** @param by sections; the few pictures of a search are not scattered over days */
  constructor(
    private readonly dayOf: (time: number) => string,
    private readonly by: "day" | "month" = "day",
  ) {}

  plan(chunks: readonly WallChunk[], wanted: LayoutOptions): WallLayout {
    const typical = this.typicalOf(chunks);
    const options = lowEnough(chunks, wanted, typical);
    const placed: PlacedChunk[] = [];
    let top = 0;
    let lastDay: string | null = null;
    for (const chunk of chunks) {
      const { bucket } = chunk;
      let layout: ChunkLayout | null = null;
      if (bucket !== null && bucket.ids.length > 0) {
        const sections = this.sectionsOf(chunk, bucket);
        layout = this.layoutOf(bucket, sections, options, sections[0]?.day === lastDay);
        lastDay = sections.at(-1)?.day ?? null;
        addToLastHeading(placed, sections, layout);
      } else if (chunk.count > 0) lastDay = null;
      const height =
        layout?.height ?? estimateHeight(chunk.count, typical, options, HEADING_HEIGHT);
      placed.push({ chunk, top, height, layout });
      top += height;
    }
    return { chunks: placed, height: top, options };
  }

  /** An order that is not by time has a single section without a day. */
  private sectionsOf({ month }: WallChunk, bucket: ImageBucket): DaySection[] {
    const known = this.sections.get(bucket);
    if (known) return known;
    const isWhole = month === null || this.by === "month";
    const sections = isWhole
      ? [{ day: month ?? "", first: 0, end: bucket.ids.length }]
      : splitByDay(tileTimes(bucket), this.dayOf);
    this.sections.set(bucket, sections);
    return sections;
  }

  private layoutOf(
    bucket: ImageBucket,
    sections: readonly DaySection[],
    options: LayoutOptions,
    continues: boolean,
  ): ChunkLayout {
    const key = `${options.width} ${options.rowHeight} ${options.gap} ${continues}`;
    const known = this.kept.get(bucket);
    if (known?.key === key) return withOwnCounts(known.layout, sections, continues);
    const layout = layoutChunk(bucket.ratios, sections, options, continues);
    this.kept.set(bucket, { key, layout });
    return layout;
  }

  private typicalOf(chunks: readonly WallChunk[]): Typical {
    let [images, ratios, days] = [0, 0, 0];
    for (const { bucket } of chunks) {
      if (bucket === null) continue;
      images += bucket.ids.length;
      for (const ratio of bucket.ratios) ratios += ratio;
      days += this.sections.get(bucket)?.length ?? 0;
    }
    if (images === 0) return USUAL;
    return { ratio: ratios / images, perDay: days > 0 ? images / days : USUAL.perDay };
  }
}

/** Rows by day. A chunk whose first day began in the chunk before repeats no heading. */
export function layoutChunk(
  ratios: ArrayLike<number>,
  sections: readonly DaySection[],
  options: LayoutOptions,
  continues: boolean,
): ChunkLayout {
  const rows: Row[] = [];
  const headings: Heading[] = [];
  let top = 0;
  sections.forEach(({ day, first, end }, index) => {
    if (day !== "" && !(continues && index === 0)) {
      headings.push({ top, day, count: end - first });
      top += HEADING_HEIGHT;
    }
    top = layoutRows(ratios, { first, end, top }, options, rows) + options.gap;
  });
  return { rows, headings, height: top };
}

/** A kept layout may have had a neighbour's images added to its last heading. */
function withOwnCounts(
  layout: ChunkLayout,
  sections: readonly DaySection[],
  continues: boolean,
): ChunkLayout {
  const own = continues ? sections.slice(1) : sections;
  const headings = layout.headings.map((heading, index) => {
    const { first = 0, end = 0 } = own[index] ?? {};
    return heading.count === end - first ? heading : { ...heading, count: end - first };
  });
  return { ...layout, headings };
}

/** The heading of a day that goes on in this chunk counts all of its images. */
function addToLastHeading(
  placed: PlacedChunk[],
  sections: readonly DaySection[],
  { headings }: ChunkLayout,
): void {
  const [section] = sections;
  const isHeaded = section === undefined || section.day === "" || headings[0]?.day === section.day;
  if (isHeaded) return;
  const before = placed.findLast(({ layout }) => (layout?.headings.length ?? 0) > 0);
  const heading = before?.layout?.headings.at(-1);
  if (!before?.layout || heading?.day !== section.day) return;
  const counted = { ...heading, count: heading.count + section.end - section.first };
  before.layout = { ...before.layout, headings: [...before.layout.headings.slice(0, -1), counted] };
}

/** Lower rows where the wall would be too high for the browser. */
function lowEnough(
  chunks: readonly WallChunk[],
  options: LayoutOptions,
  typical: Typical,
): LayoutOptions {
  const count = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  let { rowHeight } = options;
  // Height grows with the square of the rows' height.
  while (
    rowHeight > 48 &&
    estimateHeight(count, typical, { ...options, rowHeight }, 0) > HEIGHT_MAX
  )
    rowHeight *= 0.9;
  return { ...options, rowHeight };
}
