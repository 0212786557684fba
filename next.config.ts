import type { NextConfig } from "next";
import { EXPOSED_HEADERS, PATHS_WITHOUT_V1 } from "./lib/contracts/for-any-origin";
import createNextIntlPlugin from "next-intl/plugin";

/** A page of any site may read an answer that no cookie had a part in: there is no `allow-credentials`. */
const forAnyOrigin = [
  { key: "access-control-allow-origin", value: "*" },
  { key: "access-control-expose-headers", value: EXPOSED_HEADERS },
];

const config: NextConfig = {
  headers: async () => [
    ...["/v1/:path*", "/mcp", "/i/:path*", ...PATHS_WITHOUT_V1].map((source) => ({
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
  // A page is read when it is first asked for: reading all of them first would keep the first one waiting.
  experimental: { preloadEntriesOnStart: false },
  reactStrictMode: true,
  // `npm run verify` runs tsc itself; checking twice would only slow `npm start`.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "graphile-worker", "sharp", "@node-rs/argon2", "pino"],
};

/** Messages are compiled at build time, so that the browser carries no parser for them. */
const withIntl = createNextIntlPlugin({
  requestConfig: "./lib/server/request/i18n.ts",
  experimental: {
    messages: { path: "./messages", format: "json", locales: ["en", "zh"], precompile: true },
  },
});

export default withIntl(config);
