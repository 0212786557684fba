/** Remembers a hidden sidebar ("closed"), where the server can see it before the first paint. */
export const SIDEBAR_COOKIE = "sidebar";
