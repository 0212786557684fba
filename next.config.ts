import type { NextConfig } from "next";
import { EXPOSED_HEADERS, PATHS_WITHOUT_V1 } from "./lib/contracts/for-any-origin";
import createNextIntlPlugin from "next-intl/plugin";

/** Pages of any origin may read these responses. Cookies are excluded: there is no `allow-credentials`. */
const forAnyOrigin = [
  { key: "access-control-allow-origin", value: "*" },
  { key: "access-control-expose-headers", value: EXPOSED_HEADERS },
];

const config: NextConfig = {
  headers: async () => [
    ...["/v1/:path*", "/mcp", "/s/i/:path*", ...PATHS_WITHOUT_V1].map((source) => ({
      source,
      headers: forAnyOrigin,
    })),
    {
      source: "/api/:path*",
      has: [{ type: "header", key: "authorization", value: "[Bb][Ee][Aa][Rr][Ee][Rr] .*" }],
      headers: forAnyOrigin,
    },
  ],
  rewrites: async () =>
    PATHS_WITHOUT_V1.map((source) => ({ source, destination: `/v1/near-miss${source}` })),
  poweredByHeader: false,
  experimental: {
    // Loads each page on its first request; preloading all of them would delay the first response.
    preloadEntriesOnStart: false,
    // Fewer, larger files compress better. (With `generateComponentChunks`, a part whose file failed to load once
    // never loads again.)
    turbopackChunking: {
      priorityRoutes: [/^\/$/, /^\/t\//],
      requestCost: 2_000_000,
      minChunkSize: 400_000,
      maxMergeChunkSize: 1_500_000,
    },
  },
  reactStrictMode: true,
  // `npm run verify` runs tsc itself; checking twice would only slow `npm start`.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "graphile-worker", "sharp", "@node-rs/argon2", "pino"],
};

/** Compiles messages at build time, so that the browser needs no message parser. */
const withIntl = createNextIntlPlugin({
  requestConfig: "./lib/server/request/i18n.ts",
  experimental: {
    messages: { path: "./messages", format: "json", locales: ["en", "zh"], precompile: true },
  },
});

export default withIntl(config);
