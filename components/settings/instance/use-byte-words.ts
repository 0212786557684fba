"use client";

import { useFormatter } from "next-intl";

const UNITS = [
  ["terabyte", 1e12],
  ["gigabyte", 1e9],
  ["megabyte", 1e6],
  ["kilobyte", 1e3],
] as const;

/** Formats sizes in the reader's language, in powers of 1,000: "1.4 GB". */
export function useByteWords(): (count: number) => string {
  const format = useFormatter();
  return (count) => {
    const [unit, divisor] =
      UNITS.find(([, least]) => count >= least) ?? (["kilobyte", 1e3] as const);
    const value = count / divisor;
    return format.number(value, {
      style: "unit",
      unit,
      maximumFractionDigits: value < 100 ? 1 : 0,
    });
  };
}
