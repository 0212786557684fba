import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  // A page is read when it is first asked for: reading all of them first would keep the first one waiting.
  experimental: { preloadEntriesOnStart: false },
  reactStrictMode: true,
  // `npm run verify` runs tsc itself; checking twice would only slow `npm start`.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "graphile-worker", "sharp", "@node-rs/argon2", "pino"],
};

/** Messages are compiled at build time, so that the browser carries no parser for them. */
const withIntl = createNextIntlPlugin({
  requestConfig: "./lib/server/i18n.ts",
  experimental: {
    messages: { path: "./messages", format: "json", locales: ["en", "zh"], precompile: true },
  },
});

export default withIntl(config);
