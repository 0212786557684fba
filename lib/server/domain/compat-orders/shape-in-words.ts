import "server-only";
import { type Shape, SHAPES } from "@/lib/contracts/shapes";

/** Two numbers with a sign between. The blanks on both sides must match: "panel 4: 3 boats" is no ratio. */
const PAIR =
  /(?<![\d:∶/x×*\p{Script=Latin}]|\d[.,])(?<width>\d{1,2})(?<gap> ?)(?<sign>[:∶/x×*]|比|-?by-?)\k<gap>(?<height>\d{1,2})(?!\d|[.,]\d| ?[:∶/x×*-] ?\d)/giu;

/** Ratios that are never amounts, scores or parts, and rarely dates. The others ("3/4", "2x3") are ambiguous. */
const DISTINCT: ReadonlySet<Shape> = new Set(["9:16", "16:9", "21:9"]);

/** Words that mark a following pair as a ratio. */
const SHAPE_BEFORE =
  /(?:\b(?:ratio|aspect|format|shape|proportions?|crop(?:ped)?|portrait|landscape|vertical|horizontal|wide(?:screen)?|banner|poster)|比例?|宽高比|画幅|幅面|尺寸|横[版屏幅图]|竖[版屏幅图]|构图)(?: of| is|为|是|用)?[\s:,(]{0,3}$/iu;
/** Words that mark a preceding pair as a ratio. */
const SHAPE_AFTER =
  /^[\s)-]{0,2}(?:aspect|ratio|format|shape|proportions?|crop|portrait|landscape|vertical|horizontal|wide(?:screen)?|banner|poster|比例|宽高比|画幅|横[版屏幅图]|竖[版屏幅图]|构图|的?(?:比例|画幅))/iu;

/** What follows a pair with a colon that is a time of day. */
const TIME_AFTER = /^ ?(?:(?:am|pm|a\.m|p\.m|o['’]clock)(?!\p{Letter})|[点分秒])/iu;
/** What follows a pair with another sign that is a measure or a count. */
const MEASURE_AFTER =
  /^ ?-?(?:(?:inch(?:es)?|in\.|cm|mm|m|km|ft|feet|foot|yards?|px|pixels?|k|kb|mb|dpi|cups?|tsp|tbsp|tea|table|stars?|parts?|grids?|matri(?:x|ces)|arrays?|tiles?|panels?|cells?|rows?|columns?|collages?|contact|sheets?|checker\w*|blocks?|lumber|planks?|wood|zoom|speed|times)(?!\p{Letter})|["”″'′](?!\p{Letter})|英寸|英尺|厘米|毫米|公分|平方|[米寸格张个杯勺匙折倍月日号年时]|像素|宫格|矩阵|阵列)/iu;
/** What precedes a pair with a slash that is a date. */
const DATE_BEFORE =
  /(?:\b(?:on|since|until|till|from|before|after|by|dated?|due|deadline|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)|日期|截止|[年月于到至自从])[\s:]{0,2}$/iu;

/**
 * The shape that an instruction names literally: "16:9", "９：１６", "16 : 9", "16x9", "9/16", "16比9". Dates, times,
 * fractions, counts and sizes are ignored. Null if it names none or an unknown one.
 */
export function readShape(text: string): Shape | null {
  // Full-width digits, colons and blanks become ASCII.
  const plain = text.normalize("NFKC");
  for (const match of plain.matchAll(PAIR)) {
    const { width, height, sign = "" } = match.groups ?? {};
    const shape = SHAPES.find((candidate) => candidate === `${width}:${height}`);
    const before = plain.slice(Math.max(0, match.index - 24), match.index);
    const after = plain.slice(match.index + match[0].length);
    if (shape !== undefined && isRatio(shape, sign, before, after)) return shape;
  }
  return null;
}

function isRatio(shape: Shape, sign: string, before: string, after: string): boolean {
  if (/[:∶]/u.test(sign)) return !TIME_AFTER.test(after);
  if (MEASURE_AFTER.test(after)) return false;
  if (/[x×*]/iu.test(sign)) return true;
  const isMarked = SHAPE_BEFORE.test(before) || SHAPE_AFTER.test(after);
  if (sign === "/" && !isMarked && DATE_BEFORE.test(before)) return false;
  return isMarked || DISTINCT.has(shape);
}
