/**
 * What the file picker offers to upload, for its `accept`. JPEG comes first and HEIC is left out, so that Safari converts
 * photographs to JPEG by itself: the server reads no HEIC.
 */
export const UPLOAD_ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif";

/** Kinds of pictures that are known by their first bytes and cannot be read here, as people call them. */
export const UNREAD_KINDS = ["HEIC", "JPEG XL", "TIFF", "BMP", "SVG", "PDF"] as const;
export type UnreadKind = (typeof UNREAD_KINDS)[number];
