"use client";

import { useLocale } from "next-intl";
import { useEffect } from "react";

/** The @font-face in app/globals.css that the browser loads when a page shows Chinese text. */
const PROBE = "chinese-probe";

/**
 * Loads the list of about a hundred Chinese font faces (32 KB) once it is needed: at once in Chinese, in English with
 * the first Chinese character on the page.
 */
export function useChineseFont(): void {
  const locale = useLocale();
  useEffect(() => {
    const { fonts } = document;
    const load = () => {
      fonts.removeEventListener("loading", check);
      import("@fontsource-variable/noto-sans-sc/wght.css").catch(() => undefined);
    };
    const check = () => {
      if (isProbed(fonts)) load();
    };
    if (locale === "zh") load();
    else {
      fonts.addEventListener("loading", check);
      check();
    }
    return () => fonts.removeEventListener("loading", check);
  }, [locale]);
}

/** A browser may put the name of a family in quotes. */
function isProbed(fonts: FontFaceSet): boolean {
  let isFound = false;
  fonts.forEach((face) => {
    if (face.family.includes(PROBE) && face.status !== "unloaded") isFound = true;
  });
  return isFound;
}
