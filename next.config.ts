import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` runs tsc itself; checking twice would only slow `npm start`.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "graphile-worker", "sharp", "@node-rs/argon2", "pino", "undici"],
};

export default createNextIntlPlugin("./lib/server/i18n.ts")(config);
