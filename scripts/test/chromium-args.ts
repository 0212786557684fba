/**
 * Chromium features to disable. The omnibox popups load two hidden pages per window, a tenth of the run's time. Chromium
 * honours only the last `--disable-features`, so the list repeats those of Playwright's own that matter here.
 */
const disabledFeatures = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"],
  ...["AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"],
  ...["DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"],
  ...["LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"],
  ...["PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"],
];

/** Command line of Chromium for specs and benchmarks. */
export const chromiumArgs = [
  `--disable-features=${disabledFeatures.join(",")}`,
  // Chromium's own sandbox does not run as root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
