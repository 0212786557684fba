import type { Config } from "tailwindcss";

/**
 * Names of colours, type and motion. Their values are CSS variables in app/globals.css, one set per theme, so a class
 * such as `bg-raised` works in both and `dark:` is rarely needed.
 */
export default {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  darkMode: ["selector", '[data-theme="dark"]'],
  theme: {
    extend: {
      colors: {
        paper: "var(--paper)",
        sidebar: "var(--sidebar)",
        raised: "var(--raised)",
        sunken: "var(--sunken)",
        hover: "var(--hover)",
        selected: "var(--selected)",
        ink: "var(--ink)",
        muted: "var(--muted)",
        line: "var(--line)",
        "line-strong": "var(--line-strong)",
        accent: "var(--accent)",
        "accent-strong": "var(--accent-strong)",
        "accent-wash": "var(--accent-wash)",
        "on-accent": "var(--on-accent)",
        danger: "var(--danger)",
        plate: "var(--plate)",
        veil: "var(--veil)",
      },
      fontFamily: {
        sans: "var(--font-sans)",
        serif: "var(--font-serif)",
      },
      borderRadius: {
        print: "2px",
        control: "9px",
        panel: "14px",
      },
      transitionDuration: { DEFAULT: "160ms" },
      transitionTimingFunction: { DEFAULT: "cubic-bezier(0.2, 0.7, 0.2, 1)" },
    },
  },
} satisfies Config;
