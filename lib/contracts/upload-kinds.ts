/**
 * The `accept` attribute for uploads. JPEG first and no HEIC, which makes Safari convert photographs to JPEG: the
 * server cannot read HEIC.
 */
export const UPLOAD_ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif";

/** Formats that are recognised by their first bytes but cannot be read, by their common names. */
export const UNREAD_KINDS = ["HEIC", "JPEG XL", "TIFF", "BMP", "SVG", "PDF"] as const;
export type UnreadKind = (typeof UNREAD_KINDS)[number];
