export const COMPARE_MODES = ["slider", "side", "flicker"] as const;
export type CompareMode = (typeof COMPARE_MODES)[number];
