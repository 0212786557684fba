/** Stores "closed" while the sidebar is hidden; a cookie, so that the server knows before the first paint. */
export const SIDEBAR_COOKIE = "sidebar";
