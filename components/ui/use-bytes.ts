"use client";

import { useFormatter } from "next-intl";

/** "1.2 MB", localised. */
export function useBytes(): (count: number) => string {
  const format = useFormatter();
  return (count) => {
    const [unit, divisor] =
      count >= 1e9
        ? (["gigabyte", 1e9] as const)
        : count >= 1e6
          ? (["megabyte", 1e6] as const)
          : (["kilobyte", 1e3] as const);
    return format.number(count / divisor, {
      style: "unit",
      unit,
      maximumFractionDigits: count >= 1e6 ? 1 : 0,
    });
  };
}
