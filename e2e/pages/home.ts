import type { Page } from "playwright/test";

const ENGLISH = /^(What shall we paint\?$|Good (morning|afternoon|evening), )/;
const CHINESE = /^(想画些什么？$|(早上|下午|晚上)好，)/;

/** The heading of the home page, before the first picture or after. */
export function homeHeading(page: Page, language: "en" | "zh" = "en") {
  return page.getByRole("heading", { level: 1, name: language === "en" ? ENGLISH : CHINESE });
}
